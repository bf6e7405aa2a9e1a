import { ValidationError } from "@aiecs/core/toolkit";

/** A body as text. @throws E001 when it is not UTF-8: half a text is worse than none */
export function decodeText(body: Uint8Array, source: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (error) {
    throw new ValidationError(`${source}: expected text in UTF-8, received bytes that are none`, { cause: error });
  }
}
