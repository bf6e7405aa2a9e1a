import { problemsError } from "#command-line/input-error.ts";

/**
 * Turns `key=value` arguments into an object. A value is taken as JSON when it is JSON, else as text; a number that
 * would lose digits stays text, as everywhere in results.
 *
 * @throws InputError naming every argument without a key
 */
export function parseKeyValues(pairs: readonly string[]): Record<string, unknown> {
  const problems = pairs
    .filter((pair) => pair.indexOf("=") < 1)
    .map((pair) => ({ message: `Expected key=value, received ${pair === "" ? "an empty argument" : pair}` }));
  if (problems.length > 0) throw problemsError("Some values have no name", problems);
  // Object.fromEntries makes own properties of whatever names come, `__proto__` included.
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      return [pair.slice(0, equals), parseValue(pair.slice(equals + 1))];
    }),
  );
}

/** The value that a text on the command line stands for. */
export function parseValue(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text; // Not JSON: meant as it stands.
  }
  return typeof value === "number" && !keepsNumber(text, value) ? text : value;
}

/** The text on the command line that stands for a value: the opposite of `parseValue`. */
export function formatValue(value: unknown): string {
  if (typeof value === "string" && parseValue(value) === value) return value;
  return JSON.stringify(value);
}

/** Whole numbers beyond 2^53, and what is too large for any number, are no longer the number that was written. */
function keepsNumber(text: string, value: number): boolean {
  return Number.isFinite(value) && (!/^-?\d+$/.test(text) || Number.isSafeInteger(value));
}

/** What looks like a number and is kept as text, for whoever wonders why no number came. */
export function numbersKeptAsText(values: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(values).filter((key) => {
    const value = values[key];
    return typeof value === "string" && /^-?[1-9]\d*(?:e\+?\d+)?$/i.test(value) && parseValue(value) === value;
  });
}
