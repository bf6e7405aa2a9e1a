/** What a model says of the next steps. */
export type Prediction = {
  readonly values: Float64Array;
  /** The standard deviation of each step's error; null when there are too few samples to tell. */
  readonly deviations: Float64Array | null;
  /** The model with its parameters, for people: `Holt, alpha 0.8, beta 0.1`. */
  readonly model: string;
};

/** Fits a series at even steps and looks `horizon` steps ahead; null when it cannot be fitted. */
export type Forecaster = (values: Float64Array, horizon: number) => Prediction | null;
