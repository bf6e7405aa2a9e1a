import { Cacheable } from "cacheable";
import type { Work } from "../../harness/measure-pairs.ts";
import { parameters, type Size, schemas } from "../sizes.ts";

/** A wrapped function, with the key that the library makes of its argument. */
export async function create({ size }: { size: Size }): Promise<Work> {
  let runs = 0;
  const cache = new Cacheable({ ttl: 3_600_000 });
  const find = cache.wrap(
    async (_params: unknown) => {
      runs += 1;
      return { value: runs };
    },
    { keyPrefix: "articles", ttl: 3_600_000 },
  );
  await find(schemas[size].parse(parameters[size]));
  return async () => {
    const found = await find(schemas[size].parse(parameters[size]));
    if (runs !== 1) throw new Error("A hit missed");
    return found;
  };
}
