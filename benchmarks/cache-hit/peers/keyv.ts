import { hash } from "node:crypto";
import Keyv from "keyv";
import { configure } from "safe-stable-stringify";
import type { Work } from "../../harness/measure-pairs.ts";
import { parameters, type Size, schemas } from "../sizes.ts";

const stringify = configure({ deterministic: true });

export async function create({ size }: { size: Size }): Promise<Work> {
  const cache = new Keyv({ ttl: 3_600_000 });
  const keyOf = () => hash("sha256", stringify(schemas[size].parse(parameters[size])) ?? "", "hex");
  await cache.set(keyOf(), { value: 1 });
  return async () => {
    const found: unknown = await cache.get(keyOf());
    if (found === undefined) throw new Error("A hit missed");
    return found;
  };
}
