/** What collectors return, as rows: one per sample, or one per device of a sample. */
export type ExpandedSamples = {
  readonly records: readonly MetricRecord[];
  /** The column that tells devices apart, where samples list them. */
  readonly deviceColumn: string | null;
  /** Columns that only ever count up. */
  readonly counters: ReadonlySet<string>;
};

export type MetricRecord = { readonly [name: string]: unknown };

/** Lists of devices whose numbers are totals since start. */
const countingLists: ReadonlySet<string> = new Set(["interfaces"]);
const loadMinutes = [1, 5, 15];

/** Whether a value is data of its own rather than something that carries a table. */
export function isMetricSample(value: unknown): value is MetricRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return !Object.hasOwn(value, "df") && !(Object.hasOwn(value, "data") && Object.hasOwn(value, "schema"));
}

/** Whether samples hold lists, which a table of records would keep as they are. */
export function hasLists(samples: readonly MetricRecord[]): boolean {
  return samples.some((sample) => Object.values(sample).some(Array.isArray));
}

/**
 * Turns metrics objects into rows: a list of devices (`interfaces`, `filesystems`) gives one row each, a list of numbers one column
 * each (`per_core_0`, `load_average_5`).
 */
export function expandSamples(samples: readonly MetricRecord[]): ExpandedSamples {
  const counters = new Set<string>();
  let deviceColumn: string | null = null;
  const records = samples.flatMap((sample) => {
    const entries = Object.entries(sample).filter(([, value]) => !isDeviceList(value));
    const flat = entries.flatMap(([name, value]) => (Array.isArray(value) ? spread(name, value) : [[name, value]]));
    const [listName, devices] = Object.entries(sample).find(([, value]) => isDeviceList(value)) ?? [];
    if (listName === undefined || !isDeviceList(devices)) return [Object.fromEntries(flat)];
    deviceColumn ??= labelOf(devices[0]);
    if (countingLists.has(listName)) {
      for (const device of devices) for (const name of numbersOf(device)) counters.add(name);
    }
    return devices.map((device) => Object.fromEntries([...flat, ...Object.entries(device)]));
  });
  return { records, deviceColumn, counters };
}

function isDeviceList(value: unknown): value is readonly MetricRecord[] {
  return Array.isArray(value) && value.length > 0 && value.every(isMetricSample);
}

function spread(name: string, values: readonly unknown[]): [string, unknown][] {
  const isLoad = name === "load_average" && values.length === loadMinutes.length;
  return values.map((value, index) => [`${name}_${isLoad ? loadMinutes[index] : index}`, value]);
}

function labelOf(device: MetricRecord | undefined): string | null {
  return Object.entries(device ?? {}).find(([, value]) => typeof value === "string")?.[0] ?? null;
}

function numbersOf(device: MetricRecord): string[] {
  return Object.entries(device).flatMap(([name, value]) => (typeof value === "number" ? [name] : []));
}
