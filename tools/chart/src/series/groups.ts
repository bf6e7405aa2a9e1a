/** How the values of several rows become one. */
export type Aggregation = "sum" | "mean" | "count" | "min" | "max";

/** Rows gathered by key: one pass over the data, no list per group. */
export type Groups<Key> = {
  add(key: Key, value: number): void;
  readonly size: number;
  /** Rows added so far. */
  readonly rows: number;
  /** One entry per key, in the order in which the keys came. */
  entries(aggregation: Aggregation): { readonly key: Key; readonly value: number; readonly rows: number }[];
};

export function createGroups<Key extends string | number>(): Groups<Key> {
  const places = new Map<Key, number>();
  const sums: number[] = [];
  const counts: number[] = [];
  const lows: number[] = [];
  const highs: number[] = [];
  let rows = 0;

  return {
    add(key, value) {
      rows++;
      const place = places.get(key);
      if (place === undefined) {
        places.set(key, sums.length);
        sums.push(value);
        counts.push(1);
        lows.push(value);
        highs.push(value);
        return;
      }
      sums[place] = (sums[place] ?? 0) + value;
      counts[place] = (counts[place] ?? 0) + 1;
      if (value < (lows[place] ?? value)) lows[place] = value;
      if (value > (highs[place] ?? value)) highs[place] = value;
    },
    get size() {
      return places.size;
    },
    get rows() {
      return rows;
    },
    entries(aggregation) {
      return Array.from(places, ([key, place]) => {
        const sum = sums[place] ?? 0;
        const count = counts[place] ?? 0;
        const exact = { sum, mean: sum / count, count, min: lows[place] ?? 0, max: highs[place] ?? 0 }[aggregation];
        return { key, value: tidy(exact), rows: count };
      });
    },
  };
}

/** Without the last bits that adding decimal fractions leaves: 0.30000000000000004 is 0.3. */
export function tidy(value: number): number {
  return Number(value.toPrecision(14));
}
