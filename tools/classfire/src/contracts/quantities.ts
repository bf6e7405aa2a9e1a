const units =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** The words that numbers of a contract are written in, for patterns. */
const numberWords: string = [...units, ...tens, "hundred", "and", "a", "an"].join("|");

/** What a number in words comes to: `one hundred and twenty`, `thirty-six`; undefined for no number. */
function wordsToNumber(words: string): number | undefined {
  let sum = 0;
  let known = false;
  for (const word of words.toLowerCase().split(/[\s-]+/)) {
    if (word === "and" || word === "") continue;
    const unit = units.indexOf(word);
    const ten = tens.indexOf(word);
    if (unit !== -1) sum += unit + 1;
    else if (ten !== -1) sum += (ten + 2) * 10;
    else if (word === "a" || word === "an") sum += 1;
    else if (word === "hundred") sum = Math.max(1, sum) * 100;
    else return undefined;
    known = true;
  }
  return known ? sum : undefined;
}

export type DurationUnit = "days" | "weeks" | "months" | "years";

/** A stretch of time that a text names, and where. */
export type Duration = {
  readonly value: number;
  readonly unit: DurationUnit;
  readonly start: number;
  readonly end: number;
};

const duration = new RegExp(
  `(?:\\b((?:(?:${numberWords})[ -]){0,4}(?:${numberWords}))\\b ?)?(?:\\(? ?(\\d{1,4}) ?\\)?)?[ -]?(?:(?:full|consecutive|calendar|business|working|additional|successive|further|twelve-month|one-year|annual|prior) )?\\b(day|week|month|year)s?\\b`,
  "gi",
);

/** The durations of a text with single spaces: `thirty (30) days`, `12 months`, `a one-year`. */
export function findDurations(text: string): readonly Duration[] {
  const found: Duration[] = [];
  for (const match of text.matchAll(duration)) {
    const [whole, words, digits, unit = ""] = match;
    if (digits === undefined && (words === undefined || /^(?:a|an|and)$/i.test(words))) continue;
    const value = digits === undefined ? wordsToNumber(words ?? "") : Number(digits);
    if (value === undefined || value === 0 || value >= 1_000) continue;
    found.push({ value, unit: unitOf(unit), start: match.index, end: match.index + whole.length });
  }
  return found;
}

function unitOf(word: string): DurationUnit {
  switch (word.toLowerCase()) {
    case "day":
      return "days";
    case "week":
      return "weeks";
    case "month":
      return "months";
    default:
      return "years";
  }
}

const daysPerUnit: Readonly<Record<DurationUnit, number>> = { days: 1, weeks: 7, months: 30, years: 365 };

/** A duration in days, months as 30 and years as 365 of them. */
export function inDays({ value, unit }: { readonly value: number; readonly unit: DurationUnit }): number {
  return value * daysPerUnit[unit];
}

/** Amounts of money in a text, with their places. */
export const money: RegExp =
  /(?:(?:US|U\.S\.|CA|C|A|AU|NZ|HK)? ?[$€£¥]|\b(?:USD|EUR|GBP|CHF|CAD|AUD|Rs\.?|INR) ?)\d[\d,]*(?:\.\d{1,2})?(?: ?(?:million|billion|thousand|m|bn|k)\b)?|\b\d[\d,]*(?:\.\d{1,2})? ?(?:US |U\.S\. )?(?:dollars|euros?|pounds(?: sterling)?|USD|EUR|GBP|CHF)\b/gi;
