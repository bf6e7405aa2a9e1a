import { didYouMean } from "@aiecs/core/toolkit";

/** Says what a value should have been, or nothing when it is right. */
export type Check = (value: unknown) => string | undefined;

export type Checks<Config> = { readonly [K in keyof Config]: Check };

/** Everything that is wrong with a config, as `key: what`; a value that is undefined is as good as absent. */
export function* findProblems(given: object, known: { readonly [key: string]: Check }): Generator<string> {
  for (const [key, value] of Object.entries(given)) {
    const check = Object.hasOwn(known, key) ? known[key] : undefined;
    if (!check) yield `${key}: ${unknownKey(key, Object.keys(known))}`;
    else if (value !== undefined) {
      const wanted = check(value);
      if (wanted !== undefined) yield `${key}: expected ${wanted}, received ${show(value)}`;
    }
  }
}

/** That a key is not known, and which one was most likely meant. */
export function unknownKey(key: string, known: readonly string[]): string {
  const [closest] = didYouMean(key, known);
  return closest === undefined
    ? `unknown key (known are ${known.join(", ")})`
    : `unknown key, did you mean ${closest}?`;
}

function show(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return JSON.stringify(value) ?? typeof value;
}
