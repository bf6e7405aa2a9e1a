import { describe, expect, it } from "vitest";
import { ErrorCode } from "./error-code.ts";
import { type ErrorTraits, errorTable } from "./error-table.ts";
import { TaskStatus } from "./task-status.ts";

describe("error codes", () => {
  it("[MOD-2] are seven, by these names", () => {
    expect(ErrorCode).toEqual({
      VALIDATION_ERROR: "E001",
      TIMEOUT_ERROR: "E002",
      EXECUTION_ERROR: "E003",
      CANCELLED_ERROR: "E004",
      RETRY_EXHAUSTED: "E005",
      DATABASE_ERROR: "E006",
      DSL_EVALUATION_ERROR: "E007",
    });
  });
});

describe("the error table", () => {
  it("[ERR-1] says of every code, and of none besides, what it means at each door", () => {
    // A code that the table forgot would not compile here.
    const table: Readonly<Record<ErrorCode, ErrorTraits>> = errorTable;
    expect(Object.keys(table).sort()).toEqual(Object.values(ErrorCode).sort());
    for (const traits of Object.values(table)) {
      expect(traits.meaning).toMatch(/^[A-Z].*\.$/);
      expect(traits.httpStatus).toBeGreaterThanOrEqual(400);
      expect(traits.httpStatus).toBeLessThan(600);
      expect(traits.mcpError).toMatch(/^(invalid_params|request_timeout|internal_error|request_cancelled)$/);
      expect(traits.exitCode).toBeGreaterThan(0);
      expect(Object.values(TaskStatus)).toContain(traits.status);
    }
    expect(new Set(Object.values(table).map(({ meaning }) => meaning)).size).toBe(7);
  });

  it("[ERR-1] gives the exit codes that the command line promises", () => {
    const exits = Object.entries(errorTable).map(([code, { exitCode }]) => [code, exitCode]);
    expect(Object.fromEntries(exits)).toEqual({ E001: 2, E002: 3, E003: 1, E004: 4, E005: 5, E006: 6, E007: 2 });
  });

  it("[ERR-1] tells a time-out and a cancellation by their own status, all else as failed", () => {
    const statuses = Object.entries(errorTable).map(([code, { status }]) => [code, status]);
    expect(Object.fromEntries(statuses)).toEqual({
      E001: "failed",
      E002: "timed_out",
      E003: "failed",
      E004: "cancelled",
      E005: "failed",
      E006: "failed",
      E007: "failed",
    });
  });
});

describe("task statuses", () => {
  it("[MOD-1] are six", () => {
    expect(TaskStatus).toEqual({
      PENDING: "pending",
      RUNNING: "running",
      COMPLETED: "completed",
      CANCELLED: "cancelled",
      TIMED_OUT: "timed_out",
      FAILED: "failed",
    });
  });
});
