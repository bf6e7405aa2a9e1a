import { codes, currencyWords, namesOtherDollars, symbols } from "./currencies.ts";
import type { Found } from "./entity.ts";
import { digits, fromDigits, fromWords, numberWords, plainNumber, scales } from "./numbers.ts";

const scale = String.raw`(?:\s{0,2}(?:thousand|million|billion|trillion|mn|mio|bn|tn|[kmb](?![\p{L}\p{N}]))(?![\p{L}\p{N}]))`;
const symbol = String.raw`(?:(?:US|U\.S\.|CDN|CA|AU|NZ|HK|[CASR])?\$|[€£¥₹₩₽₺₪₫฿]|Rs\.)`;
const code = `(?:${codes.join("|")})`;
const word = `(?:${[...currencyWords.keys()]
  .map((one) => one.replaceAll(".", "\\.").replaceAll(" ", "\\s{1,3}"))
  .toSorted((one, other) => other.length - one.length)
  .join("|")})`;
const number = String.raw`(?<number>${digits})(?<scale>${scale})?`;
const end = String.raw`(?![\p{L}\p{N}])`;

const written = [
  String.raw`(?<![\p{N}])(?<![\p{L}])(?<code>${code})\s{0,2}(?<symbol>${symbol})?\s{0,2}${number}${end}`,
  String.raw`(?<![\p{L}])(?<symbol>${symbol})\s{0,2}${number}(?:\s?(?<code>${code}))?${end}`,
  String.raw`(?<![\p{L}\p{N}.,])${number}\s{0,2}(?:(?<code>${code})|(?<symbol>[€£¥₹₩₽])|(?<word>${word}))${end}`,
  String.raw`(?<words>${numberWords})(?:\s{1,3}and\s{1,3}\d{1,2}/100)?\s{1,3}(?<word>${word})${end}`,
].map((pattern) => new RegExp(pattern, "giu"));

const percent = [
  String.raw`(?<![\p{L}\p{N}.,])(?:${digits}\s{0,2}(?:[-–—]|to)\s{0,2})?(?<number>${digits})\s{0,2}(?:[%％]|(?:percent|per\s{1,2}cent|percentage\s{1,2}points?)${end})`,
  String.raw`(?<words>${numberWords})\s{1,3}(?:percent|per\s{1,2}cent)${end}`,
].map((pattern) => new RegExp(pattern, "giu"));
/** "ten percent (10%)", "One Hundred Dollars ($100)": the same twice. */
const repeated = /^\s{0,3}\(/;

/** Sums of money, with the currency, and percentages. */
export function* findAmounts(text: string): Generator<Found> {
  const otherDollars = namesOtherDollars(text);
  const money = written.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => moneyOf(match, otherDollars)));
  yield* joinRepeated(text, money);
  const shares = percent.flatMap((pattern) => [...text.matchAll(pattern)].map(percentOf));
  yield* joinRepeated(text, shares);
}

function moneyOf(match: RegExpExecArray, otherDollars: boolean): Found {
  const groups = match.groups ?? {};
  const amount = amountOf(groups);
  const mark = groups["symbol"]?.toUpperCase().replace("RS.", "Rs.") ?? "";
  const named =
    groups["code"]?.toUpperCase() ?? currencyWords.get(groups["word"]?.toLowerCase().replace(/\s+/g, " ") ?? "");
  const isUnclear = otherDollars && named === undefined && mark === "$";
  const currency = named === "RMB" ? "CNY" : (named ?? (isUnclear ? "$" : symbols.get(mark)));
  return {
    ...spanOf(match),
    type: "MONEY",
    value: currency === undefined ? null : `${currency} ${plainNumber(amount)}`,
  };
}

function percentOf(match: RegExpExecArray): Found {
  return { ...spanOf(match), type: "PERCENT", value: `${plainNumber(amountOf(match.groups ?? {}))}%` };
}

function amountOf(groups: { readonly [name: string]: string | undefined }): number {
  if (groups["words"] !== undefined) return fromWords(groups["words"]);
  return fromDigits(groups["number"] ?? "0") * (scales.get(groups["scale"]?.trim().toLowerCase() ?? "") ?? 1);
}

/** Joins an amount in words with the same in digits in brackets after it; the digits are what it is worth. */
function* joinRepeated(text: string, found: readonly Found[]): Generator<Found> {
  const byStart = found.toSorted((one, other) => one.start - other.start || other.end - one.end);
  for (const [index, one] of byStart.entries()) {
    const next = byStart.slice(index + 1, index + 4).find(({ start }) => start >= one.end);
    const gap = next === undefined ? "" : text.slice(one.end, next.start);
    if (next !== undefined && gap.length <= 5 && repeated.test(gap) && text.charAt(next.end) === ")") {
      yield { ...one, end: next.end + 1, value: next.value ?? null };
    }
    yield one;
  }
}

function spanOf(match: RegExpExecArray): { start: number; end: number } {
  return { start: match.index, end: match.index + match[0].length };
}
