import type { TaskEvent } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { eventLine } from "./event-line.ts";

const task = { taskId: "t", userId: undefined, stepIndex: null, operation: null, time: 0, sequence: 1 };
const step = { ...task, stepIndex: 2, operation: "math_tool.add" };
const error = { name: "OperationFailedError", code: "E003", message: "broken\n\u001b[31mred", details: {} } as const;

function told(event: TaskEvent): string {
  return eventLine(event).replace(/^ +1 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}/, "");
}

describe("eventLine", () => {
  it.each<[string, TaskEvent]>([
    ["task.started      4 steps", { ...task, type: "task.started", steps: 4 }],
    ["task.resumed      1 of 4 steps kept", { ...task, type: "task.resumed", steps: 4, completed: 1 }],
    ["task.progressed   2 of 4 steps ended", { ...task, type: "task.progressed", steps: 4, ended: 2 }],
    ["task.completed    1.5 s", { ...task, type: "task.completed", durationMs: 1500 }],
    ["task.failed       5 ms  broken \\x1b[31mred", { ...task, type: "task.failed", durationMs: 5, error }],
    ["step.started      [2] math_tool.add", { ...step, type: "step.started" }],
    [
      "step.progressed   [2] math_tool.add  50 % half",
      { ...step, type: "step.progressed", fraction: 0.5, message: "half" },
    ],
    [
      "step.failed       [2] math_tool.add  5 ms  E003 broken \\x1b[31mred",
      { ...step, type: "step.failed", durationMs: 5, error },
    ],
    [
      "step.retrying     [2] math_tool.add  attempt 1 failed, the next in 20 ms: broken \\x1b[31mred",
      { ...step, type: "step.retrying", attempt: 1, waitMs: 20, error },
    ],
  ])("tells %s, on one line that moves no cursor", (line, event) => {
    expect(told(event)).toBe(line);
  });
});
