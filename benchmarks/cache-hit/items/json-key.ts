import type { Work } from "../../harness/measure-pairs.ts";
import type { Size } from "../sizes.ts";
import { createKeyed } from "./keyed.ts";

/** The plain key: another order of fields is another key. */
export function create({ size }: { size: Size }): Work {
  return createKeyed(JSON.stringify, size);
}
