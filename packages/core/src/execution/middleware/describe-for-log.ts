const secretName = /pass(word|wd|phrase)?|secret|token|api_?key|authorization|credential|cookie|private_?key/i;
const maxText = 200;
const maxItems = 20;
const maxDepth = 4;

/** Parameters as they may stand in a log: values whose name looks secret are hidden, long ones are cut. */
export function describeForLog(value: unknown, depth = 0): unknown {
  if (typeof value === "string")
    return value.length > maxText ? `${value.slice(0, maxText)}… (${value.length} characters)` : value;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return typeof value === "function" ? "[function]" : value;
  if (depth >= maxDepth) return "[…]";
  if (Array.isArray(value)) {
    const shown = value.slice(0, maxItems).map((item) => describeForLog(item, depth + 1));
    return value.length > maxItems ? [...shown, `… ${value.length} items`] : shown;
  }
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  const entries = Object.entries(value);
  const shown = entries
    .slice(0, maxItems)
    .map(([key, item]) => [key, secretName.test(key) ? "[hidden]" : describeForLog(item, depth + 1)] as const);
  return Object.fromEntries(entries.length > maxItems ? [...shown, ["…", `${entries.length} properties`]] : shown);
}
