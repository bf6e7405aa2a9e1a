import { rankAmong, wordsOf } from "./column-names.ts";

const wordsIn = (text: string): readonly string[] => text.trim().split(/\s+/);

/** What a table is mostly about, the most telling first. */
const amountWords = wordsIn("revenue sales turnover amount income total value sum subtotal");
/** Of several amounts, the one that says so is the whole. */
const wholeWords = wordsIn("total net gross grand");
/** Money that is part of an amount, or is taken from it: `tax_amount` is not the amount. */
const partWords = wordsIn(`
  profit cost costs tax taxes vat gst discount discounts shipping freight fee fees tip tips refund
  refunds refunded rebate commission deposit`);
const moneyWords = wordsIn(`
  price prices payment payments paid due charge charges fare spend spending expense expenses
  budget salary wage wages debit credit balance usd eur gbp chf jpy dollars euros $ € £ ¥`);
/** Money of one piece, or of one in so many, does not add up. */
const levelWords = wordsIn(`
  unit per each rate percent percentage pct % ratio share margin growth avg average mean median
  min max std`);
const countWords = wordsIn(`
  quantity qty units items pieces pcs count counts orders customers`);
/** What is neither money nor a label, and is usually meant all the same. */
const measureWords = wordsIn("usage quantity qty units items pieces pcs sold score");

/** At the end of a name they say that it names rather than measures. */
const labelWords = wordsIn(`
  id ids uuid guid key code no nr nbr num number sku ean upc gtin isbn barcode zip zipcode
  postcode phone fax lat lon lng latitude longitude`);
const periodWords = wordsIn("year quarter month week weekday day hour");
const positionWords = wordsIn("index row rank");
/** `customerid`, written in one. */
const joinedLabel =
  /^(?:account|client|customer|employee|invoice|item|member|order|product|row|session|shop|store|transaction|user)_?(?:id|no|nr|num|number|code|key)$/;

const notFound = 500;
const partRank = 100;
const moneyRank = 200;
const measureRank = 300;

/** Whether a column of numbers names rather than measures: ids, codes, numbers of things, places, periods. Their sum says nothing. */
export function isLabel(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? "";
  if (labelWords.includes(last) || joinedLabel.test(words.join("_")) || words.join(" ") === "postal code") return true;
  if (words.length === 1 && positionWords.includes(last)) return true;
  return periodWords.includes(last) && !words.some((word) => amountWords.includes(word) || moneyWords.includes(word));
}

/**
 * How well a name suits the column of interest; lower is better. First what the operation looks for, then amounts, then
 * other money, then other usual words, then anything, a count of rows after that, labels last.
 */
export function valueRank(name: string, preferred: readonly string[] = []): number {
  const exact = preferred.indexOf(name.toLowerCase());
  if (exact !== -1) return exact - 1_000;
  if (isLabel(name)) return 1_000;
  if (/^(count|rows)$/i.test(name)) return 900;
  const words = wordsOf(name);
  const has = (list: readonly string[]): boolean => words.some((word) => list.includes(word));
  const isMoney = !has(levelWords) && !has(countWords);
  if (isMoney && has(partWords)) return partRank + rankAmong(name, partWords);
  if (isMoney && has(amountWords)) return rankAmong(name, amountWords) + (has(wholeWords) ? 0 : 0.5);
  if (isMoney && has(moneyWords)) return moneyRank + rankAmong(name, moneyWords);
  return Math.min(measureRank + rankAmong(name, measureWords), notFound);
}

/** The same for a column that is to be added up: beside a quantity, a `price` is that of one piece, and its sum says nothing. */
export function rankForSums(names: readonly string[]): (name: string) => number {
  const hasQuantity = names.some((name) => rankAmong(name, ["quantity", "qty", "units", "pieces", "pcs"]) < notFound);
  return (name) => {
    const isPrice = hasQuantity && /^prices?$/.test(wordsOf(name).at(-1) ?? "") && valueRank(name) >= moneyRank;
    return isPrice ? notFound : valueRank(name);
  };
}
