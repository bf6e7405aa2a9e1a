import { burn, type Threads } from "../work.ts";

/** No threads at all. */
export function create(): Threads {
  return {
    burn: async (rounds) => burn({ rounds }),
    nothing: async () => null,
  };
}
