/** A number in digits: with groups of three, or plain; a decimal part. */
export const digits: string = String.raw`(?:\d{1,3}(?:[,.'’\u00a0\u202f]\d{3}){1,6}(?:[.,]\d{1,2}(?!\d))?|\d{1,15}(?:[.,]\d{1,6})?)`;

const units =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const values: ReadonlyMap<string, number> = new Map([
  ...units.map((word, index) => [word, index] as const),
  ...tens.map((word, index) => [word, 20 + 10 * index] as const),
]);

/** By what a scale after a number multiplies it. */
export const scales: ReadonlyMap<string, number> = new Map([
  ["hundred", 100],
  ["k", 1e3],
  ["thousand", 1e3],
  ["m", 1e6],
  ["mn", 1e6],
  ["mio", 1e6],
  ["million", 1e6],
  ["b", 1e9],
  ["bn", 1e9],
  ["billion", 1e9],
  ["tn", 1e12],
  ["trillion", 1e12],
]);

const word = `(?:${[...values.keys()].toSorted((one, other) => other.length - one.length).join("|")}|hundred|thousand|million|billion|trillion)`;

/** A number in English words: "two hundred and fifty thousand". */
export const numberWords: string = String.raw`(?<![\p{L}\p{N}-])${word}(?:(?:\s{1,3}and\s{1,3}|[\s-]{1,3})${word}){0,12}(?![\p{L}\p{N}])`;

/** The value of digits: the last of two kinds of separators is the decimal one; a single one before three digits groups. */
export function fromDigits(text: string): number {
  const marks = text.replace(/\d/g, "");
  const last = marks.at(-1) ?? "";
  const decimals = last === "" ? 0 : text.length - text.lastIndexOf(last) - 1;
  const groups = last === "" || last === "'" || last === "’" || last === "\u00a0" || last === "\u202f";
  const onlyKind = marks === last.repeat(marks.length);
  const isDecimal = !groups && (onlyKind ? marks.length === 1 && (decimals !== 3 || text.startsWith("0")) : true);
  const whole = isDecimal ? text.slice(0, text.lastIndexOf(last)) : text;
  const fraction = isDecimal ? text.slice(text.lastIndexOf(last) + 1) : "";
  return Number(`${whole.replace(/\D/g, "")}.${fraction || "0"}`);
}

/** The value of a number in words. */
export function fromWords(text: string): number {
  let total = 0;
  let part = 0;
  for (const one of text.toLowerCase().split(/[\s-]+/)) {
    const scale = scales.get(one);
    if (scale === 100) part = Math.max(1, part) * 100;
    else if (scale !== undefined) {
      total += Math.max(1, part) * scale;
      part = 0;
    } else part += values.get(one) ?? 0;
  }
  return total + part;
}

/** A number without noise of binary fractions: 1.1 million is 1100000. */
export function plainNumber(value: number): string {
  return String(Number(value.toFixed(6)));
}
