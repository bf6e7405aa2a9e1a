import { describe, expect, it } from "vitest";
import { openDatabase } from "#testing-fixtures/open-database.ts";
import { recogniseColumns } from "./recognise-columns.ts";

const values = { date: "2026-01-05", number: 1.5, integer: 3, text: "x" } as const;

async function recognise(columns: { readonly [name: string]: keyof typeof values }) {
  await using database = await openDatabase();
  const { createTable } = await import("@aiecs/core/toolkit");
  const record = Object.fromEntries(Object.entries(columns).map(([name, kind]) => [name, values[kind]]));
  return recogniseColumns(await database.engine.adopt(createTable([record])), {});
}

describe("recogniseColumns", () => {
  it.each([
    [
      { Date: "date", Region: "text", Product: "text", Units_Sold: "integer", Unit_Price: "number", Revenue: "number" },
      {
        date: "Date",
        amount: "Revenue",
        quantity: "Units_Sold",
        price: "Unit_Price",
        category: "Region",
        product: "Product",
      },
    ],
    [
      {
        order_id: "integer",
        ship_date: "date",
        order_date: "date",
        product_category: "text",
        product_name: "text",
        total_amount: "number",
      },
      {
        date: "order_date",
        amount: "total_amount",
        quantity: null,
        price: null,
        category: "product_category",
        product: "product_name",
      },
    ],
    [
      { id: "integer", month: "date", sales: "integer", sales_count: "integer", tax_total: "number" },
      { date: "month", amount: "sales", quantity: null, price: null, category: null, product: null },
    ],
    [
      { when: "date", item: "text", qty: "integer", price: "number", price_total: "number" },
      { date: "when", amount: "price_total", quantity: "qty", price: "price", category: null, product: "item" },
    ],
    [
      { sku: "integer", segment: "text", quantity: "integer", unit_price: "number" },
      { date: null, amount: null, quantity: "quantity", price: "unit_price", category: "segment", product: "sku" },
    ],
    [
      {
        SalesOrderID: "integer",
        SalesRepNo: "integer",
        OrderQty: "integer",
        UnitPrice: "number",
        AvgSales: "number",
        LineTotal: "number",
      },
      { date: null, amount: "LineTotal", quantity: "OrderQty", price: "UnitPrice", category: null, product: null },
    ],
    [
      {
        VendorID: "integer",
        units_code: "integer",
        price_list_number: "integer",
        tip_amount: "number",
        refund_total: "number",
        total_amount: "number",
      },
      { date: null, amount: "total_amount", quantity: null, price: null, category: null, product: null },
    ],
  ] as const)("tells by names and types what columns are for: %j", async (columns, expected) => {
    expect(await recognise(columns)).toEqual(expected);
  });
});
