import { configure } from "safe-stable-stringify";
import type { Work } from "../../harness/measure-pairs.ts";
import { createKeyed } from "../items/keyed.ts";
import type { Size } from "../sizes.ts";

/** The canonical key that the others could take: any order of fields is the same key. */
export function create({ size }: { size: Size }): Work {
  return createKeyed(configure({ deterministic: true }), size);
}
