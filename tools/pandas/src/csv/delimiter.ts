import { parseRecords } from "./records.ts";

const candidates = [",", ";", "\t", "|"];

/** How many records are looked at. */
const sampleRecords = 100;

/**
 * The delimiter that splits the header and gives most records as many fields as the header has; the one with more
 * fields where several do. A comma when none splits anything: the file then has one column.
 */
export function detectDelimiter(text: string, whole: boolean): string {
  let best = { delimiter: ",", agreement: 0, fields: 1 };
  for (const delimiter of candidates) {
    const [header, ...records] = parseRecords(text, { delimiter, whole, limit: sampleRecords });
    const fields = header?.length ?? 1;
    if (fields < 2) continue;
    const agreeing = records.filter((record) => record.length === fields || isBlank(record)).length;
    const agreement = records.length === 0 ? 1 : agreeing / records.length;
    if (agreement > best.agreement || (agreement === best.agreement && fields > best.fields)) {
      best = { delimiter, agreement, fields };
    }
  }
  return best.delimiter;
}

function isBlank(record: readonly string[]): boolean {
  return record.length === 1 && record[0] === "";
}
