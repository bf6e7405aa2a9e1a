export type PlainObject = { readonly [key: string]: unknown };

/** Whether a value is an object of named values: no list, and nothing with a class but step results. */
export function isObject(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A property that is the object's own, never one of its class. */
export function own(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}

export function ownText(value: unknown, key: string): string | null {
  const found = own(value, key);
  return typeof found === "string" && found !== "" ? found : null;
}

export function ownNumber(value: unknown, key: string): number | null {
  const found = own(value, key);
  return typeof found === "number" && Number.isFinite(found) ? found : null;
}

export function ownTime(value: unknown, key = "time"): string | number | null {
  return ownText(value, key) ?? ownNumber(value, key);
}

/** What a message says of a value: enough to see what went wrong, nothing of its content. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value !== "object") return `a ${typeof value}`;
  const keys = Object.keys(value).slice(0, 8);
  return keys.length === 0 ? "an empty object" : `an object with ${keys.join(", ")}`;
}
