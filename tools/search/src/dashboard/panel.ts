/** A number that the page shows, and follows over time. */
export type Figure = {
  /** Told apart from all others of the page, the same at every update. */
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly unit: Unit;
};

export type Unit = "percent" | "bytes" | "seconds" | null;

/** What the page shows of one result. */
export type Panel = {
  readonly title: string;
  readonly status: "ok" | "failed" | "skipped";
  /** Why there is no result; null when there is one. */
  readonly message: string | null;
  /** When it was measured, as the result tells it. */
  readonly time: string | number | null;
  readonly figures: readonly Figure[];
  readonly texts: readonly { readonly label: string; readonly text: string }[];
  readonly table: PanelTable | null;
};

export type PanelTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Of the whole table. */
  readonly totalRows: number;
};
