/**
 * A report as data. Everything a user writes travels in these fields and is set as text, never read as markup: the
 * typesetter's own language occurs in `typesetting/` only.
 */
export type Inline =
  | { readonly t: "text"; readonly v: string }
  | { readonly t: "code"; readonly v: string }
  | { readonly t: "break" }
  | { readonly t: "strong" | "em" | "strike"; readonly c: readonly Inline[] }
  | { readonly t: "link"; readonly url: string; readonly c: readonly Inline[] };

/** Plain cells are strings: a table of thousands of rows stays small. */
export type Cell = string | readonly Inline[];

export type Align = "left" | "right" | "center";

export type TableBlock = {
  readonly t: "table";
  readonly header: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
  readonly align: readonly Align[];
  /** Relative widths; null for as wide as the content. */
  readonly widths: readonly (number | null)[];
  readonly caption?: string;
};

export type Tone = "neutral" | "good" | "warning" | "bad";

export type Block =
  | { readonly t: "heading"; readonly level: number; readonly c: readonly Inline[]; readonly rtl?: boolean }
  | { readonly t: "par"; readonly c: readonly Inline[]; readonly rtl?: boolean; readonly muted?: boolean }
  | {
      readonly t: "list";
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Block[])[];
    }
  | { readonly t: "quote"; readonly blocks: readonly Block[]; readonly source?: string }
  | { readonly t: "code"; readonly v: string }
  | { readonly t: "rule" }
  | { readonly t: "figures"; readonly items: readonly { readonly label: string; readonly text: string }[] }
  | {
      readonly t: "callout";
      readonly tone: Tone;
      readonly label: string;
      readonly title: string;
      readonly text: string;
    }
  | { readonly t: "chart"; readonly image: number; readonly alt: string; readonly caption: string }
  | TableBlock;

/** A picture of the report, by its place in the list. */
export type ReportImage = { readonly format: "svg" | "png" | "jpg"; readonly content: Uint8Array };

/** What is typeset. */
export type Report = {
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** An ISO date; without one the file carries none either. */
  readonly date?: string | undefined;
  readonly author?: string | undefined;
  readonly blocks: readonly Block[];
  readonly images: readonly ReportImage[];
};
