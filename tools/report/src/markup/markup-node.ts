/** Markdown and HTML alike, before they become blocks: texts and elements, nothing else. */
export type MarkupNode = string | MarkupElement;

export type MarkupElement = {
  readonly tag: string;
  readonly children: MarkupNode[];
  readonly href?: string;
  readonly align?: "left" | "right" | "center";
  /** Of an ordered list. */
  readonly start?: number;
  /** Columns that a cell spans. */
  readonly span?: number;
};

/** Deeper nesting is kept as text, without its structure. */
export const maxMarkupDepth = 24;
