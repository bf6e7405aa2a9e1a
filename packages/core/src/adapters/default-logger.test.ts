import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { createDefaultLogger, type LogLevel } from "./default-logger.ts";

const levels = ["debug", "info", "warn", "error"] as const;
const moduleUrl = new URL("default-logger.ts", import.meta.url).href;

/** What a process writes to standard error when it logs a line at every level. */
function linesAt(level: LogLevel | undefined): Record<string, unknown>[] {
  const script = `
    const { createDefaultLogger } = await import(${JSON.stringify(moduleUrl)});
    const logger = createDefaultLogger(${level === undefined ? "" : JSON.stringify({ level })});
    for (const at of ${JSON.stringify(levels)}) logger[at]({ err: new Error("broken", { cause: new Error("inner") }) }, "line " + at);
    process.exit();`;
  const { stderr, stdout } = spawnSync(
    process.execPath,
    ["--conditions=aiecs-source", "--input-type=module", "-e", script],
    {
      encoding: "utf8",
    },
  );
  expect(stdout).toBe("");
  return stderr
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("the default logger", () => {
  it("knows which levels are on, before anything is written", () => {
    for (const [index, level] of levels.entries()) {
      const logger = createDefaultLogger({ level });
      expect(levels.filter((at) => logger.isLevelEnabled(at))).toEqual(levels.slice(index));
    }
    expect(levels.filter((at) => createDefaultLogger({ level: "silent" }).isLevelEnabled(at))).toEqual([]);
  });

  it("[LOG-1] writes JSON lines to standard error, errors with their stacks and causes, before the process ends", () => {
    const lines = linesAt("debug");
    expect(lines.map(({ level, msg, name }) => [level, msg, name])).toEqual([
      [20, "line debug", "aiecs"],
      [30, "line info", "aiecs"],
      [40, "line warn", "aiecs"],
      [50, "line error", "aiecs"],
    ]);
    expect(lines[3]?.err).toMatchObject({
      type: "Error",
      stack: expect.stringMatching(/Error: broken\n[\s\S]*Error: inner/),
    });
  });

  it("writes errors only unless it is told otherwise", () => {
    expect(linesAt(undefined).map(({ msg }) => msg)).toEqual(["line error"]);
  });
});
