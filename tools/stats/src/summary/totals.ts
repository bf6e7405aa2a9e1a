import { createTable, type Table } from "@aiecs/core/toolkit";

/** A column of numbers to add up; NaN where there is none. */
export type NumberColumn = {
  readonly name: string;
  readonly values: Float64Array;
  /** A level, such as a price or a temperature: it has a mean, and no sum. */
  readonly isLevel?: boolean;
};

export type TotalsOptions<Key> = {
  /** The name of the first column, which holds the labels. */
  readonly label: string;
  /** The group of a row; undefined leaves it out. */
  readonly keyOf: (row: number) => Key | undefined;
  readonly labelOf: (key: Key) => string;
  /** Which groups come first: by key, or by the largest sum of the first column. */
  readonly order: "key" | "total";
};

type Sums = { count: number; readonly sums: Float64Array; readonly counts: Float64Array };

/** Sums and means of columns per group, as a table: label, `{column}_sum`, `{column}_mean`, …, count. Levels have a mean only. */
export function totalsTable<Key extends number | string>(
  rows: number,
  columns: readonly NumberColumn[],
  options: TotalsOptions<Key>,
): Table {
  const groups = sumGroups(rows, columns, options.keyOf);
  const entries = [...groups].sort(([a, first], [b, second]) => {
    if (options.order === "total") return (second.sums[0] ?? second.count) - (first.sums[0] ?? first.count);
    return a < b ? -1 : 1;
  });
  const table: [string, readonly unknown[]][] = [[options.label, entries.map(([key]) => options.labelOf(key))]];
  for (const [place, { name, isLevel }] of columns.entries()) {
    const mean = ({ sums, counts }: Sums) => (sums[place] as number) / (counts[place] as number);
    if (!isLevel) table.push([`${name}_sum`, entries.map(([, group]) => group.sums[place])]);
    table.push([`${name}_mean`, entries.map(([, group]) => mean(group))]);
  }
  const countName = options.label === "count" ? "rows" : "count";
  table.push([countName, entries.map(([, group]) => group.count)]);
  return createTable({ columns: Object.fromEntries(table) });
}

function sumGroups<Key>(
  rows: number,
  columns: readonly NumberColumn[],
  keyOf: (row: number) => Key | undefined,
): ReadonlyMap<Key, Sums> {
  const groups = new Map<Key, Sums>();
  for (let row = 0; row < rows; row++) {
    const key = keyOf(row);
    if (key === undefined) continue;
    let group = groups.get(key);
    if (group === undefined) {
      group = { count: 0, sums: new Float64Array(columns.length), counts: new Float64Array(columns.length) };
      groups.set(key, group);
    }
    group.count++;
    for (let place = 0; place < columns.length; place++) {
      const value = columns[place]?.values[row] as number;
      if (!Number.isFinite(value)) continue;
      group.sums[place] = (group.sums[place] as number) + value;
      group.counts[place] = (group.counts[place] as number) + 1;
    }
  }
  return groups;
}
