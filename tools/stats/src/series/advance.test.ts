import { expect, it } from "vitest";
import { advance } from "./advance.ts";

const day = 86_400_000;
const after = (from: string, days: number, steps: number) => {
  return new Date(advance(Date.parse(from), days * day, steps, "moment")).toISOString();
};

it("goes by months, quarters and years where steps are such, and keeps the hour", () => {
  expect(after("2026-01-31T06:00:00Z", 31, 1)).toBe("2026-02-28T06:00:00.000Z");
  expect(after("2026-01-31T06:00:00Z", 30, 13)).toBe("2027-02-28T06:00:00.000Z");
  expect(after("2025-12-31T00:00:00Z", 92, 1)).toBe("2026-03-31T00:00:00.000Z");
  expect(after("2024-02-29T00:00:00Z", 365, 1)).toBe("2025-02-28T00:00:00.000Z");
});

it("goes by the step itself elsewhere", () => {
  expect(after("2026-01-31T00:00:00Z", 1, 3)).toBe("2026-02-03T00:00:00.000Z");
  expect(advance(5, 30 * day, 2, "number")).toBe(5 + 60 * day);
});
