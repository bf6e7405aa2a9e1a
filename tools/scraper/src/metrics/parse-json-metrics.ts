import { ValidationError } from "@aiecs/core/toolkit";
import { isRecord, kindOf, parseJson } from "#network/json.ts";
import { isMoment, type MetricSample, specialNumber, untyped } from "./metric-sample.ts";

/**
 * Reads metrics of JSON: an object of numbers by name, or a list of `{ name, value, labels?, timestamp?, type? }`. JSON has
 * no NaN and no infinities: the words "NaN", "+Inf" and "-Inf" stand for them.
 *
 * @throws E001 naming the first item that is neither
 */
export function parseJsonMetrics(text: string, source: string): MetricSample[] {
  const answer = parseJson(text, source);
  if (Array.isArray(answer)) return answer.map((item: unknown, index) => fromItem(item, `${source}: item ${index}`));
  if (!isRecord(answer)) {
    throw new ValidationError(
      `${source}: expected an object of numbers, or a list of { name, value, labels? }; received ${kindOf(answer)}`,
    );
  }
  return Object.entries(answer).map(([name, value]) => ({
    name,
    labels: {},
    value: toNumber(value, `${source}: ${name}`),
    timestampMs: null,
    type: untyped,
  }));
}

function fromItem(item: unknown, place: string): MetricSample {
  if (!isRecord(item)) throw mismatch(place, "an object with name and value", item);
  const { name, labels = {}, value, timestamp = null, type = untyped } = item;
  if (typeof name !== "string" || name === "") throw mismatch(`${place}, name`, "a text", name);
  if (typeof type !== "string") throw mismatch(`${place}, type`, "a text", type);
  return {
    name,
    labels: toLabels(labels, `${place}, labels`),
    value: toNumber(value, `${place}, value`),
    timestampMs: timestamp === null ? null : toMoment(timestamp, `${place}, timestamp`),
    type,
  };
}

function toLabels(labels: unknown, place: string): MetricSample["labels"] {
  if (!isRecord(labels)) throw mismatch(place, "an object of texts", labels);
  const entries = Object.entries(labels).map(([label, value]): [string, string] => {
    if (typeof value === "string") return [label, value];
    if (typeof value === "number" || typeof value === "boolean") return [label, String(value)];
    throw mismatch(`${place}.${label}`, "a text", value);
  });
  return Object.fromEntries(entries);
}

function toNumber(value: unknown, place: string): number | null {
  if (value === null) return null;
  const number = typeof value === "string" ? specialNumber(value) : value;
  // A number that JSON can write and a double cannot hold is read as an infinity.
  if (typeof number !== "number" || (typeof value === "number" && !Number.isFinite(value))) {
    throw mismatch(place, "a number, null, or one of the words NaN, +Inf, -Inf", value);
  }
  return number;
}

function toMoment(value: unknown, place: string): number {
  const ms = typeof value === "string" ? Date.parse(value) : value;
  if (typeof ms === "number" && isMoment(ms)) return ms;
  throw mismatch(place, "milliseconds since 1970 or ISO 8601", value);
}

function mismatch(place: string, expected: string, received: unknown): ValidationError {
  const isPlain = typeof received === "string" || typeof received === "number" || typeof received === "boolean";
  const shown = isPlain ? JSON.stringify(received) : kindOf(received);
  return new ValidationError(`${place}: expected ${expected}, received ${shown.slice(0, 80)}`);
}
