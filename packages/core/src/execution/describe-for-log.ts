const secretName =
  /pass(word|wd|phrase)?|pwd|secret|token|(api|access|private)[_-]?key|auth(orization)?$|credential|cookie|bearer|signature|session[_-]?id|connection[_-]?string|dsn$/i;
const maxText = 200;
const maxItems = 20;
const maxDepth = 4;

/** Parameters as they may stand in a log: values whose name looks secret are hidden, long ones are cut. */
export function describeForLog(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return cut(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return typeof value === "function" ? "[function]" : value;
  if (depth >= maxDepth) return "[…]";
  if (Array.isArray(value)) {
    const shown = value.slice(0, maxItems).map((item) => describeForLog(item, depth + 1));
    return value.length > maxItems ? [...shown, `… ${value.length} items`] : shown;
  }
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return String(value);
  const entries = Object.entries(value);
  const shown = entries.slice(0, maxItems).map(([key, item]) => [cut(key), describeEntry(key, item, depth)] as const);
  return Object.fromEntries(entries.length > maxItems ? [...shown, ["…", `${entries.length} properties`]] : shown);
}

function describeEntry(key: string, item: unknown, depth: number): unknown {
  return secretName.test(key) ? "[hidden]" : describeForLog(item, depth + 1);
}

function cut(text: string): string {
  return text.length > maxText ? `${text.slice(0, maxText)}… (${text.length} characters)` : text;
}
