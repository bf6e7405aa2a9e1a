/** Something that can be recommended. */
export type CatalogItem = {
  readonly id: string;
  readonly title: string;
  /** All that is said of it, for comparing. */
  readonly text: string;
  /** The record as it was given; null for a section of the content. */
  readonly record: { readonly [column: string]: unknown } | null;
};
