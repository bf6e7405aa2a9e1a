/** How far each sample is from where it should be, in the measure of its method. */
export type Scores = {
  /** Signed: above 0 too high, below 0 too low. 0 everywhere when nothing varies. */
  readonly scores: Float64Array;
  /** What each sample was compared with. */
  expected(index: number): number;
  /** What the reader should know of how it was reckoned. */
  readonly notes: readonly string[];
};
