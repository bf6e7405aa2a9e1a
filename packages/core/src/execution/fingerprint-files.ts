import { stat } from "node:fs/promises";

/** Modification time and size of each file that the named parameters point to, so that a changed file is a miss. */
export async function fingerprintFiles(
  params: object,
  names: readonly string[],
  input: Readonly<Record<string, unknown>> = {},
): Promise<readonly unknown[]> {
  const paths = names
    .flatMap((name): unknown => Reflect.get(params, name))
    .map((path) => (typeof path === "string" && Object.hasOwn(input, path) ? input[path] : path))
    .filter((path) => typeof path === "string");
  return Promise.all(
    paths.map(async (path) => {
      const found = await stat(path, { bigint: true }).catch(() => undefined);
      return found ? [path, found.mtimeNs, found.size] : [path, null];
    }),
  );
}
