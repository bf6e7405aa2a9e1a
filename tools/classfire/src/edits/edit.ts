export const editKinds = [
  "filler",
  "wordy_phrase",
  "redundancy",
  "nominalization",
  "long_sentence",
  "passive",
] as const;

export type EditKind = (typeof editKinds)[number];

/** A change of the text: `original` at the offsets becomes `replacement`. */
export type Edit = {
  readonly start: number;
  readonly end: number;
  readonly original: string;
  readonly replacement: string;
  readonly kind: EditKind;
  readonly reason: string;
};

/** What only a person can change without changing the meaning. */
export type Suggestion = Omit<Edit, "replacement" | "original"> & { readonly text: string };
