/** Derives the example's two files from their sources; data/README.md says how to get those. */
import { readFileSync, writeFileSync } from "node:fs";

const [ordersPath, economicsPath] = process.argv.slice(2);
if (ordersPath === undefined || economicsPath === undefined) {
  throw new Error("Usage: derive.ts CDNOW_sample.txt economics.csv");
}

type Order = { readonly customer: string; readonly date: string; readonly quantity: number; readonly amount: string };

function parseOrder(line: string): Order {
  const [, customer = "", day = "", quantity = "", amount = ""] = line.trim().split(/\s+/);
  const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
  return { customer, date, quantity: Number(quantity), amount: Number(amount).toFixed(2) };
}

/** The customer's first order or a later one, by how much was bought. */
function categoryOf(order: Order, isFirst: boolean): string {
  const size = order.quantity === 1 ? "single" : order.quantity <= 3 ? "small basket" : "large basket";
  return `${isFirst ? "new" : "repeat"}, ${size}`;
}

const orders = readFileSync(ordersPath, "utf8").trim().split("\n").map(parseOrder);
const inOrder = orders.toSorted((a, b) => a.date.localeCompare(b.date) || a.customer.localeCompare(b.customer));
const seen = new Set<string>();
const rows = inOrder.map((order, index) => {
  const category = categoryOf(order, !seen.has(order.customer));
  seen.add(order.customer);
  const { date, customer, quantity, amount } = order;
  return [index + 1, date, date.slice(0, 7), customer, `"${category}"`, quantity, amount].join(",");
});
const halfYear = rows.filter((row) => row.split(",")[1]! <= "1997-06-30");
const header = "order_id,date,month,customer_id,category,quantity,amount";
writeFileSync(new URL("sales_1997-06-30.csv", import.meta.url), `${[header, ...halfYear].join("\n")}\n`);

const economics = readFileSync(economicsPath, "utf8").trim().split("\n").slice(1);
const months = economics
  .map((line) => line.split(","))
  .filter(([date = ""]) => date >= "1997-01-01" && date <= "1997-06-30")
  .map(([date = "", pce, , psavert, uempmed, unemploy]) => [date.slice(0, 7), pce, psavert, uempmed, unemploy].join(","));
const marketHeader = "month,consumption_billion_usd,saving_rate_percent,unemployment_weeks,unemployed_thousand";
writeFileSync(new URL("market.csv", import.meta.url), `${[marketHeader, ...months].join("\n")}\n`);
