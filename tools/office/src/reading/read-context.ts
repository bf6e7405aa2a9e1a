import type { ToolContext } from "@aiecs/core/toolkit";
import type { PictureKeeper } from "./picture-keeper.ts";

/** What a reader of one document needs. */
export type ReadContext = Pick<ToolContext, "signal" | "progress" | "limits" | "artifacts"> & {
  /** The document's name, for messages. */
  readonly name: string;
  readonly password: string | undefined;
  readonly pictures: PictureKeeper;
};
