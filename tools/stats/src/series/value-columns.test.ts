import { describe, expect, it } from "vitest";
import { isLabel, rankForSums } from "./value-columns.ts";

/** The columns of numbers that are no labels, the one to add up first. */
function ranked(header: string): string[] {
  const names = header.split(",");
  const rank = rankForSums(names);
  return names.filter((name) => !isLabel(name)).sort((a, b) => rank(a) - rank(b));
}

describe("the column to add up", () => {
  it.each([
    ["order_id,customer_id,product_id,quantity,unit_price,total_amount", "total_amount"],
    ["Row ID,Postal Code,Quantity,Discount,Profit,Sales", "Sales"],
    ["InvoiceNo,StockCode,Quantity,UnitPrice,CustomerID", "Quantity"],
    [
      "Order Number,Lineitem quantity,Lineitem price,Discount Amount,Refunded Amount,Shipping,Taxes,Subtotal,Total",
      "Total",
    ],
    ["VendorID,passenger_count,trip_distance,fare_amount,mta_tax,tip_amount,tolls_amount,total_amount", "total_amount"],
    ["Order ID,Units Sold,Unit Price,Unit Cost,Total Cost,Total Profit,Total Revenue", "Total Revenue"],
    ["customerId,itemCount,orderTotal", "orderTotal"],
    ["customerid,orderid,qty,price", "qty"],
    ["OrderID,EmployeeID,ShipVia,Freight", "Freight"],
    ["sales_rep_id,sales_qty,sales_count,net_amount", "net_amount"],
    ["store_nbr,item_nbr,discount_pct,avg_order_value,sales_usd", "sales_usd"],
    ["PRODLINE_NO,QUANTITY_SOLD,AMOUNT_SOLD", "AMOUNT_SOLD"],
    ["zip,lat,lon,magnitude", "magnitude"],
    ["year,month,visits", "visits"],
    ["listing_id,price,minimum_nights", "price"],
    ["product_code,Betrag (€)", "Betrag (€)"],
    ["tax_rate,revenue_per_user,active_users", "tax_rate"],
    ["id,count,wind", "wind"],
  ])("of %s is %s", (header, leading) => {
    expect(ranked(header)[0]).toBe(leading);
  });

  it("is never one that names rather than measures", () => {
    for (const name of [
      "id",
      "OrderID",
      "customer_no",
      "PhoneNumber",
      "zip",
      "start_lat",
      "fiscal_year",
      "SKU",
      "rank",
    ]) {
      expect([name, isLabel(name)]).toEqual([name, true]);
    }
    for (const name of [
      "paid",
      "bid",
      "price_index",
      "number_of_orders",
      "sales_this_year",
      "humid",
      "key_figures",
      "",
    ]) {
      expect([name, isLabel(name)]).toEqual([name, false]);
    }
  });
});
