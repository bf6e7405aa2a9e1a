/** Words in the names of columns, by what they say about the column. Plain lists, so that they can be read and argued with. */

export const timeWords: readonly string[] = [
  "date",
  "datetime",
  "timestamp",
  "time",
  "period",
  "day",
  "week",
  "month",
  "quarter",
  "year",
];

/** What a sales chart is about, the most telling first. */
export const amountWords: readonly string[] = [
  "revenue",
  "sales",
  "turnover",
  "amount",
  "income",
  "profit",
  "total",
  "value",
];

export const quantityWords: readonly string[] = ["quantity", "qty", "units", "items"];

export const priceWords: readonly string[] = ["price", "unitprice"];

/** At the end of a name they say that it counts, whatever stands before: `amount_count` is no amount. */
export const countWords: readonly string[] = ["count", "nunique", "missing"];

/** Further figures that add up. */
export const countableWords: readonly string[] = [
  "sum",
  "count",
  "orders",
  "visits",
  "clicks",
  "views",
  "users",
  "rows",
  "sent",
  "received",
  "spend",
  "cost",
  "costs",
];

/** Figures that do not add up: their mean over several rows means something, their sum does not. */
export const levelWords: readonly string[] = [
  ...priceWords,
  "rate",
  "percent",
  "percentage",
  "pct",
  "%",
  "ratio",
  "share",
  "average",
  "avg",
  "mean",
  "median",
  "min",
  "max",
  "std",
  "temperature",
  "temp",
  "score",
  "rating",
  "index",
  "usage",
  "utilization",
  "load",
  "latency",
  "duration",
  "speed",
  "level",
  "age",
];

/** Numbers that name rather than measure. */
export const nameWords: readonly string[] = [
  "id",
  "ids",
  "key",
  "code",
  "zip",
  "postal",
  "postcode",
  "phone",
  "number",
  "no",
  "nr",
  "index",
  "rank",
  "lat",
  "lon",
  "latitude",
  "longitude",
  "year",
  "month",
  "week",
  "day",
  "hour",
];

/** What people group by, the most telling first. */
export const categoryWords: readonly string[] = [
  "category",
  "segment",
  "type",
  "department",
  "region",
  "country",
  "channel",
  "product",
  "name",
  "group",
];
