/** Sums over the first k samples, so that the fit of any stretch costs the same few steps. */
export type SegmentCosts = {
  /** Squared deviations of samples `start` to `end` (exclusive) from their own least-squares line. */
  cost(start: number, end: number): number;
  /** That line's value at a position. */
  lineAt(start: number, end: number, position: number): number;
  /** That line's rise per position. */
  slope(start: number, end: number): number;
};

/** Prepares the least-squares lines of all stretches of a series, by prefix sums around the middle (for precision). */
export function createSegmentCosts(values: Float64Array): SegmentCosts {
  const size = values.length;
  const center = values.reduce((sum, value) => sum + value, 0) / Math.max(1, size);
  const y = new Float64Array(size + 1);
  const yy = new Float64Array(size + 1);
  const ty = new Float64Array(size + 1);
  for (let index = 0; index < size; index++) {
    const value = (values[index] as number) - center;
    y[index + 1] = (y[index] as number) + value;
    yy[index + 1] = (yy[index] as number) + value * value;
    ty[index + 1] = (ty[index] as number) + index * value;
  }

  const moments = (start: number, end: number) => {
    const count = end - start;
    const middle = (start + end - 1) / 2;
    const sum = (y[end] as number) - (y[start] as number);
    const squares = (count * (count * count - 1)) / 12;
    const product = (ty[end] as number) - (ty[start] as number) - middle * sum;
    return { count, middle, sum, squares, product };
  };

  return {
    cost(start, end) {
      const { count, sum, squares, product } = moments(start, end);
      if (count < 3) return 0;
      const total = (yy[end] as number) - (yy[start] as number) - (sum * sum) / count;
      return Math.max(0, total - (product * product) / squares);
    },
    lineAt(start, end, position) {
      const { count, middle, sum, squares, product } = moments(start, end);
      return center + sum / count + (squares === 0 ? 0 : (product / squares) * (position - middle));
    },
    slope(start, end) {
      const { squares, product } = moments(start, end);
      return squares === 0 ? 0 : product / squares;
    },
  };
}
