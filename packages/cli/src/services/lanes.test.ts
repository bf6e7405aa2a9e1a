import { expect, it } from "vitest";
import { InputError } from "#command-line/input-error.ts";
import { lanesOf } from "./lanes.ts";

it("[DIST-1] takes the names of queues, each once, and all where none is named", () => {
  expect(lanesOf(undefined)).toEqual(["fast", "heavy"]);
  expect(lanesOf("heavy_tasks, fast_tasks,heavy_tasks")).toEqual(["heavy", "fast"]);
  expect(lanesOf("none", { allowNone: true })).toEqual([]);
});

it("[USE-3] refuses what is no queue, and names those there are", () => {
  for (const text of ["", "fast", "fast_tasks,", "none"]) expect(() => lanesOf(text)).toThrow(InputError);
  expect(() => lanesOf("fast")).toThrow('--queue: expected fast_tasks, heavy_tasks, received "fast"');
});
