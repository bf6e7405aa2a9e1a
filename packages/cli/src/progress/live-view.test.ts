import { stripVTControlCharacters } from "node:util";
import type { TaskEvent } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import type { OutputStream } from "#output/terminal.ts";
import { createLiveView } from "./live-view.ts";
import { createPlainView } from "./plain-view.ts";
import { createStepJournal } from "./step-journal.ts";

/** An event with what a test leaves out filled in. */
function event(told: object): TaskEvent {
  return { taskId: "t", userId: undefined, sequence: 1, ...told } as TaskEvent;
}

const step = { stepIndex: 0, operation: "t.a", time: 0 } as const;
const failure = { name: "OperationFailedError", code: "E003", message: "no\u001b[2Jthing", details: {} } as const;

function fakeStream(columns = 80): OutputStream & { readonly written: string[] } {
  const written: string[] = [];
  return { isTTY: true, colors: false, columns, rows: 24, written, write: (text) => written.push(text) };
}

/** What a terminal would show after all that was written: enough of one for what the view uses. */
function screenOf(written: readonly string[]): string[] {
  const lines: string[] = [""];
  let row = 0;
  for (const part of written.join("").split(/(\p{Cc}\[\d*[A-Z]|\p{Cc}\[\?25[lh]|\n)/u)) {
    if (part === "\n") lines[++row] ??= "";
    else if (part === "\u001b[0J") lines.splice(row, Number.POSITIVE_INFINITY, "");
    else if (part.endsWith("A") && part.startsWith("\u001b")) row -= Number.parseInt(part.slice(2), 10);
    else if (!part.startsWith("\u001b")) lines[row] = (lines[row] ?? "") + part.replaceAll("\r", "");
  }
  return lines.filter((line) => line !== "");
}

describe("createLiveView", () => {
  it("keeps a line for each ended step and redraws the running ones below", () => {
    const journal = createStepJournal();
    const stream = fakeStream();
    let time = 0;
    const view = createLiveView({
      stream,
      journal,
      names: ({ operation }) => operation,
      now: () => time,
      intervalMs: 1e6,
    });
    const tell = (told: object): void => {
      const record = journal.add(event(told));
      if (record) view.show(record);
    };
    tell({ type: "task.started", stepIndex: null, operation: null, time: 0, steps: 3 });
    tell({ ...step, type: "step.started" });
    tell({ ...step, type: "step.progressed", fraction: 0.5, message: "half" });
    time = 1500;
    view.note("a note");
    const screen = screenOf(stream.written);
    expect(screen[0]).toBe("a note");
    expect(screen[1]).toContain("[0] t.a 1.5 s");
    expect(screen[1]).toContain("50 % half");
    expect(screen[2]).toBe("0 of 3 steps · 1.5 s");

    tell({ ...step, type: "operation.cached" });
    tell({ ...step, type: "step.completed", durationMs: 1500 });
    tell({ stepIndex: 1, operation: "t.b", time: 0, type: "step.failed", durationMs: 3, error: failure });
    view.end();
    expect(screenOf(stream.written)).toEqual([
      "a note",
      "✓ [0] t.a  from cache",
      "✗ [1] t.b  3 ms  E003 no\\x1b[2Jthing",
    ]);
  });

  it("never draws a line that the terminal would wrap, nor more steps than it has room for", () => {
    const journal = createStepJournal();
    const stream = fakeStream(40);
    const view = createLiveView({ stream, journal, names: () => "x".repeat(200), now: () => 0, intervalMs: 1e6 });
    for (let index = 0; index < 50; index++) {
      const record = journal.add(event({ type: "step.started", stepIndex: index, operation: "t.a", time: 0 }));
      if (record) view.show(record);
    }
    view.note("n");
    view.end();
    const drawn = stream.written[0]?.split("\n").map(stripVTControlCharacters) ?? [];
    expect(Math.max(...drawn.map((line) => line.length))).toBeLessThan(40);
    expect(drawn.length).toBeLessThan(24);
    expect(drawn.join("\n")).toContain("40 more running");
  });
});

describe("createPlainView", () => {
  it("writes one line per ended step, without any control character", () => {
    const journal = createStepJournal();
    const stream = fakeStream();
    const view = createPlainView(stream, ({ operation }) => operation);
    const told: object[] = [
      { ...step, type: "step.started" },
      { ...step, type: "step.retrying", attempt: 1, waitMs: 5, error: failure },
      { ...step, type: "step.failed", durationMs: 61_000, error: failure },
      {
        stepIndex: 1,
        operation: "t.b",
        time: 0,
        type: "step.cancelled",
        durationMs: 0,
        error: { ...failure, message: "Not run" },
      },
    ];
    for (const one of told) {
      const record = journal.add(event(one));
      if (record) view.show(record);
    }
    expect(stream.written).toEqual(["✗ [0] t.a  1 min 1 s  E003 no\\x1b[2Jthing\n", "– [1] t.b  Not run\n"]);
  });
});
