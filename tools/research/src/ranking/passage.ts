/** A piece of a text as a splitter finds it. */
export type Piece = {
  readonly text: string;
  /** Where it stands in its source, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** The line it begins in, from 1; null where a source has no lines. */
  readonly line: number | null;
  /** The headings it stands under, outermost first. */
  readonly headings: readonly string[];
  /** The page it begins in, from 1, where the source has several. */
  readonly page: number | null;
  /** The row of the table it is, from 0. */
  readonly row: number | null;
};

/** A piece with the source it comes from. */
export type Passage = Piece & {
  readonly id: number;
  /** As the caller named it, with the path below a folder. */
  readonly source: string;
};
