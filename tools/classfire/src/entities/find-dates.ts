import type { Found } from "./entity.ts";

const monthNames = "january february march april may june july august september october november december".split(" ");
const ordinals =
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first".split(
    " ",
  );
const month =
  "(?<month>Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?\\.?|July?\\.?|Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)(?![\\p{L}\\p{N}])";
const day = "(?<day>0?[1-9]|[12]\\d|3[01])\\s?(?:st|nd|rd|th)?(?![\\p{L}\\p{N}])";
const spelled = `(?<spelled>${ordinals.toReversed().join("|")})`;
const year = "(?<year>1[5-9]\\d\\d|20\\d\\d|21\\d\\d)(?![\\p{L}\\p{N}])";
const weekday = "(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\\.?)";
const time = "(?:[T\\s]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?";
const edge = "(?<![\\p{L}\\p{N}])";

/** Each with what it makes of its groups; the longer forms stand first. */
const patterns: readonly RegExp[] = [
  `${edge}(?:${weekday},?\\s{1,3})?${month}\\s{0,3}${day}(?:\\s{0,3},?\\s{0,3}${year})?`,
  `${edge}(?:${weekday},?\\s{1,3})?(?:the\\s{1,3})?(?:${day}|${spelled})(?:\\s{1,3}day)?(?:\\s{1,3}of)?[\\s-]{1,3}${month}(?:(?:,|\\s{1,3}of|,?\\s{1,3}in the year)?[\\s-]{1,3}${year})?`,
  `${edge}${month},?\\s{1,3}(?:of\\s{1,3})?${year}`,
  `(?<![\\p{L}\\p{N}./-])${year.replace("(?![\\p{L}\\p{N}])", "")}[-/.](?<monthNumber>0[1-9]|1[0-2])[-/.](?<day>0[1-9]|[12]\\d|3[01])${time}(?![\\p{L}\\p{N}])`,
  `(?<![\\p{L}\\p{N}.,/-])(?<first>0?[1-9]|[12]\\d|3[01])(?<mark>[./-])(?<second>0?[1-9]|[12]\\d|3[01])\\k<mark>(?<year>(?:1[5-9]|20|21)\\d\\d|\\d\\d)(?![\\p{L}\\p{N}]|[./-]\\d)`,
  `${edge}(?:Q[1-4]\\s?(?:of\\s|FY\\s?)?|(?:the\\s{1,3})?(?:first|second|third|fourth)\\s{1,3}(?:fiscal\\s{1,3})?quarter\\s{1,3}of\\s{1,3}(?:fiscal\\s{1,3})?|(?:fiscal|calendar|financial)\\s{1,3}(?:year\\s{1,3})?|FY\\s?)${year}`,
  `(?<=(?:^|[\\s(])(?:in|since|by|until|till|from|during|of|before|after|through|between|late|early|mid|to|year|and)[\\s-])${year}(?:[-–](?:\\d\\d|\\d{4})(?!\\d))?(?!\\s?(?:%|percent|people|units|shares|[,.]\\d))`,
  `${edge}(?:the\\s)?(?:1[5-9]|20)\\d0s(?![\\p{L}\\p{N}])`,
  `${edge}(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?![\\p{L}\\p{N}])`,
].map((pattern) => new RegExp(pattern, "giu"));

/** Dates, months, years, quarters and days of the week; complete dates as ISO 8601, months as `2026-01`, years as `2026`. */
export function* findDates(text: string): Generator<Found> {
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const groups = match.groups ?? {};
      const named = groups["month"] ?? "";
      if (named !== "" && !/^\p{Lu}/u.test(named)) continue;
      if (named === "" && /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/.test(match[0])) continue;
      const start = match.index;
      yield { type: "DATE", start, end: start + match[0].trimEnd().length, value: valueOf(match[0], groups) };
    }
  }
}

type Groups = { readonly [name: string]: string | undefined };

function valueOf(written: string, groups: Groups): string | null {
  if (groups["first"] !== undefined) return fromNumbers(groups);
  const monthNumber = groups["monthNumber"] ?? monthOf(groups["month"]);
  const dayNumber =
    groups["spelled"] === undefined
      ? Number(groups["day"] ?? 0)
      : ordinals.indexOf(groups["spelled"].toLowerCase()) + 1;
  const full = groups["year"];
  if (full === undefined || /[-–]\d{2,4}$/.test(written.replace(/^\d{4}-\d{2}-\d{2}$/, ""))) return null;
  if (monthNumber === undefined) return quarterOf(written, full);
  if (dayNumber === 0) return `${full}-${monthNumber}`;
  return isoDate(full, Number(monthNumber), dayNumber);
}

function quarterOf(written: string, year: string): string | null {
  if (written === year) return year;
  const spoken = /^(?:the\s+)?(first|second|third|fourth)/i.exec(written)?.[1]?.toLowerCase();
  const quarter =
    /^Q([1-4])/i.exec(written)?.[1] ?? (spoken === undefined ? undefined : String(ordinals.indexOf(spoken) + 1));
  return quarter === undefined || /fiscal|FY/i.test(written) ? null : `${year}-Q${quarter}`;
}

/** Day and month are told apart only where one of the numbers can be no month, or by the full stops of the European form. */
function fromNumbers({ first = "", second = "", mark, year = "" }: Groups): string | null {
  if (year.length !== 4) return null;
  const [one, other] = [Number(first), Number(second)];
  if (mark === "." || one > 12) return isoDate(year, other, one);
  return other > 12 ? isoDate(year, one, other) : null;
}

function isoDate(year: string, month: number, day: number): string | null {
  const date = new Date(Date.UTC(Number(year), month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : null;
}

function monthOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const index = monthNames.findIndex((month) => month.startsWith(name.slice(0, 3).toLowerCase()));
  return index === -1 ? undefined : String(index + 1).padStart(2, "0");
}
