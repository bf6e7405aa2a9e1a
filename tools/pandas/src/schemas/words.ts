/** The spans that sales are summed over. */
export const periodNames = ["day", "week", "month", "quarter", "year"] as const;

export type Period = (typeof periodNames)[number];

/** What can be computed over a group. */
export const aggregationNames = [
  "count",
  "sum",
  "mean",
  "min",
  "max",
  "median",
  "std",
  "nunique",
  "first",
  "last",
] as const;

export type Aggregation = (typeof aggregationNames)[number];

/** Which rows stay: those with a partner, also all of the first table, of the second, or of both. */
export const joinKinds = ["inner", "left", "right", "outer"] as const;

export type JoinKind = (typeof joinKinds)[number];

/** Names that `dtypes` takes. */
export const dtypeNames = ["string", "integer", "number", "boolean", "date", "datetime"] as const;

export type Dtype = (typeof dtypeNames)[number];
