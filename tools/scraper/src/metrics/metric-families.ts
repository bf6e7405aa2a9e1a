import { ValidationError } from "@aiecs/core/toolkit";
import type { MetricSample } from "./metric-sample.ts";
import type { MetricsPage } from "./read-metrics.ts";

/** A sample whose value is a number to reckon with. */
export type Reading = { readonly labels: MetricSample["labels"]; readonly value: number; readonly place: string };

/**
 * Picks metrics from the page of an exporter, each there by its name.
 *
 * @throws E001 naming all the metrics that the page lacks, or the one that is negative or no number
 */
export function pickFamilies<Name extends string>(
  { samples, source }: MetricsPage,
  names: readonly Name[],
): (name: Name) => readonly Reading[] {
  const found = new Map<string, Reading[]>(names.map((name) => [name, []]));
  for (const { name, labels, value } of samples) {
    const readings = found.get(name);
    if (readings === undefined) continue;
    const place = `${source}: ${name}${describeLabels(labels)}`;
    if (value === null || !Number.isFinite(value) || value < 0) {
      throw new ValidationError(`${place}: expected a number from 0 on, received ${value}`);
    }
    readings.push({ labels, value, place });
  }
  const missing = names.filter((name) => found.get(name)?.length === 0);
  if (missing.length > 0) {
    throw new ValidationError(`${source}: expected the metrics of a node_exporter, found no ${missing.join(", ")}`, {
      details: { missing },
    });
  }
  return (name) => found.get(name) ?? [];
}

/** The value of a metric that a machine has once. @throws E001 when the page tells of several */
export function onlyValue(readings: readonly Reading[]): number {
  const [only, second] = readings;
  if (only !== undefined && second === undefined) return only.value;
  throw new ValidationError(
    `${only?.place}: expected the page of one machine, received this metric ${readings.length} times`,
  );
}

/** A label's value. @throws E001 when the sample has none of that name */
export function labelOf({ labels, place }: Reading, label: string): string {
  const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
  if (value !== undefined) return value;
  throw new ValidationError(`${place}: expected a label ${label}, received none`);
}

/** Readings by the value of one label. @throws E001 when one lacks it, or two have the same */
export function byLabel(readings: readonly Reading[], label: string): ReadonlyMap<string, Reading> {
  return byKey(readings, (reading) => labelOf(reading, label));
}

/** Readings by a key made of their labels. @throws E001 when two have the same */
export function byKey(readings: readonly Reading[], keyOf: (reading: Reading) => string): ReadonlyMap<string, Reading> {
  const found = new Map<string, Reading>();
  for (const reading of readings) {
    const key = keyOf(reading);
    if (found.has(key)) {
      throw new ValidationError(`${reading.place}: expected the page of one machine, received this series twice`);
    }
    found.set(key, reading);
  }
  return found;
}

/** The value of another metric's series of the same key. @throws E001 when it has none */
export function valueAt(readings: ReadonlyMap<string, Reading>, key: string, place: string, metric: string): number {
  const reading = readings.get(key);
  if (reading !== undefined) return reading.value;
  throw new ValidationError(`${place}: expected a ${metric} with the same labels, received none`);
}

function describeLabels(labels: MetricSample["labels"]): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
