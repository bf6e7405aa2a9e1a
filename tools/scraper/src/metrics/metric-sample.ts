/** One reading of one series. */
export type MetricSample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** NaN and infinities are values like others; null where the source says it has none. */
  readonly value: number | null;
  /** Milliseconds since 1970; null when the source leaves it to the reader's clock. */
  readonly timestampMs: number | null;
  /** counter, gauge, histogram, summary, …; "untyped" when the source does not say. */
  readonly type: string;
};

/** The type of what has none. */
export const untyped = "untyped";

const maxMoment = 8.64e15;

/** Whether a moment is one that ISO 8601 can tell. */
export function isMoment(ms: number): boolean {
  return Math.abs(ms) <= maxMoment;
}

const namedNumber = /^([+-]?)(nan|inf|infinity)$/i;

/** The number that a word such as `NaN` or `+Inf` means; undefined for any other word. */
export function specialNumber(word: string): number | undefined {
  const match = namedNumber.exec(word);
  if (match === null) return undefined;
  if (match[2]?.toLowerCase() === "nan") return Number.NaN;
  return match[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** How a number that JSON does not have is called; null for all others. */
export function specialName(value: number | null): "NaN" | "+Inf" | "-Inf" | null {
  if (value === null || Number.isFinite(value)) return null;
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "+Inf" : "-Inf";
}
