import { scanXml } from "./xml-scan.ts";

/** Which kind of moment a cell's format shows, null for anything else. */
export type MomentKind = "date" | "time" | "datetime" | null;

/** Numbers of built-in formats (ECMA-376 18.8.30) that show moments; 27–36 and 50–58 are dates of East Asian locales. */
const builtInDates: ReadonlySet<number> = new Set([14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
const builtInTimes: ReadonlySet<number> = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56]);
const msPerDay = 86_400_000;

/** The kind of moment that each cell style of a workbook shows, by the style's place. */
export function readCellFormats(styles: string): readonly MomentKind[] {
  const codes = new Map<number, string>();
  const kinds: MomentKind[] = [];
  let isInCellStyles = false;
  scanXml(styles, {
    open(name, attributes) {
      if (name.endsWith("cellXfs")) isInCellStyles = true;
      const id = Number(attributes.get("numFmtId") ?? Number.NaN);
      if (name.endsWith("numFmt")) codes.set(id, attributes.get("formatCode") ?? "");
      if (isInCellStyles && /(?:^|:)xf$/.test(name)) kinds.push(kindOf(id, codes.get(id)));
    },
    close(name) {
      if (name.endsWith("cellXfs")) isInCellStyles = false;
    },
  });
  return kinds;
}

function kindOf(id: number, code: string | undefined): MomentKind {
  if (code === undefined) {
    if (id === 22) return "datetime";
    if (builtInDates.has(id)) return "date";
    return builtInTimes.has(id) ? "time" : null;
  }
  // Texts in quotes, escaped characters, colours and conditions say nothing of the kind; [h] is a time.
  const letters = code
    .split(";", 1)
    .join("")
    .replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "")
    .toLowerCase();
  const hasTime = /[hs]/.test(letters);
  const hasDate = /[yd]/.test(letters) || (letters.includes("m") && !hasTime);
  if (/general|[0#?]/.test(letters) && !/[ydhs]/.test(letters)) return null;
  if (hasDate) return hasTime ? "datetime" : "date";
  return hasTime ? "time" : null;
}

/**
 * A moment that a sheet stores as days since its epoch, in ISO 8601; undefined where there is no such day. The year 1900
 * counts as a leap year there, so days before March 1900 are shifted by one.
 */
export function formatMoment(days: number, kind: "date" | "time" | "datetime", is1904: boolean): string | undefined {
  if (kind === "time" && days >= 0 && days < 1) return isoOf(days * msPerDay)?.slice(11);
  const epochDays = is1904 ? 24_107 : days < 60 ? 25_568 : 25_569;
  const text = isoOf((days - epochDays) * msPerDay);
  if (text === undefined) return undefined;
  return kind === "date" && Number.isInteger(days) ? text.slice(0, 10) : text;
}

function isoOf(ms: number): string | undefined {
  const moment = new Date(Math.round(ms / 1_000) * 1_000);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString().slice(0, 19);
}
