import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { extractText } from "unpdf";

const salesFile = "examples/daily-sales/data/sales_1997-06-30.csv";

/** Orders and total of the sales file, computed without any tool. */
async function computeTotals(): Promise<{ readonly orders: number; readonly cents: number }> {
  const lines = (await readFile(salesFile, "utf8")).trim().split("\n").slice(1);
  const cents = lines.reduce((sum, line) => sum + Math.round(Number(line.split(",").at(-1)) * 100), 0);
  return { orders: lines.length, cents };
}

/** Holds the report's figures against a computation of our own. @returns a sentence on what was found right */
export async function checkReport(path: string): Promise<string> {
  const { totalPages, text } = await extractText(new Uint8Array(await readFile(path)), { mergePages: true });
  const { orders, cents } = await computeTotals();
  const total = (cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  for (const figure of [total, orders.toLocaleString("en-US"), "30 June 1997"]) {
    assert(text.includes(figure), `the report does not say ${figure}:\n${text}`);
  }
  return `The report has ${totalPages} pages; its totals (${orders} orders, ${total} dollars) equal an independent computation.`;
}
