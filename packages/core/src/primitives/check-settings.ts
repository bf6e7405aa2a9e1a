import { didYouMean } from "./did-you-mean.ts";

/** Says what a value should have been, or nothing when it is right. */
export type Check = (value: unknown) => string | undefined;

export const count =
  (least: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least ? undefined : `a whole number of at least ${least}`;
export const atLeastZero: Check = (value) =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? undefined : "a number of at least 0";
export const orNull =
  (check: Check): Check =>
  (value) => {
    const wanted = value === null ? undefined : check(value);
    return wanted && `${wanted}, or null`;
  };
export const flag: Check = (value) => (typeof value === "boolean" ? undefined : "true or false");
export const text: Check = (value) => (typeof value === "string" && value !== "" ? undefined : "a text");
export const texts: Check = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((item) => text(item) === undefined)
    ? undefined
    : "a list of texts";
export const object: Check = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? undefined : "an object";

export const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && values.includes(value)
      ? undefined
      : values.map((known) => JSON.stringify(known)).join(" or ");

/** What is wrong with settings, as `key: what was expected and what came`; unknown keys too. */
export function* findProblems(
  given: object,
  known: { readonly [key: string]: Check },
  prefix: string,
): Generator<string> {
  for (const [key, value] of Object.entries(given)) {
    const check = Object.hasOwn(known, key) ? known[key] : undefined;
    if (!check) yield `${prefix}${key}: unknown key${hintFor(key, Object.keys(known))}`;
    else if (value !== undefined) {
      const wanted = check(value);
      if (wanted !== undefined) yield `${prefix}${key}: expected ${wanted}, received ${show(value)}`;
    }
  }
}

function hintFor(key: string, known: readonly string[]): string {
  const [closest] = didYouMean(key, known);
  return closest === undefined ? ` (known are ${known.join(", ")})` : `, did you mean ${closest}?`;
}

function show(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return JSON.stringify(value) ?? typeof value;
}
