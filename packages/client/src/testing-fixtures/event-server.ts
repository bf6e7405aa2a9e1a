import type { ServerResponse } from "node:http";
import { type TaskEvent, toWireEvent } from "@aiecs/core/contracts";
import { serve, type TestServer } from "@aiecs/core/testing";

/** The events of a task with so many steps' progress, numbered from 1; the last one ends it. */
export function eventsOf(taskId: string, count: number): TaskEvent[] {
  return Array.from({ length: count }, (_, index): TaskEvent => {
    const sequence = index + 1;
    const envelope = { taskId, userId: undefined, operation: null, stepIndex: null, time: 1_000 + sequence, sequence };
    if (sequence === 1) return { type: "task.started", ...envelope, steps: count };
    if (sequence === count) return { type: "task.completed", ...envelope, durationMs: 5 };
    const step = { stepIndex: 0, operation: "text_tool.count" };
    return { type: "step.progressed", ...envelope, ...step, fraction: index / count, message: "größer ✓" };
  });
}

export type EventServer = TestServer & {
  /** The `Last-Event-ID` of each request. */
  readonly asked: readonly (string | undefined)[];
};

/** Answers every request with events, as an AIECS server does; `answer` may do otherwise for one of them. */
export async function serveEvents(
  events: readonly TaskEvent[],
  answer: (response: ServerResponse, request: number) => boolean = () => false,
): Promise<EventServer> {
  const asked: (string | undefined)[] = [];
  const server = await serve((request, response) => {
    const lastId = request.headers["last-event-id"];
    asked.push(typeof lastId === "string" ? lastId : undefined);
    if (answer(response, asked.length)) return;
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("retry: 1000\n\n");
    for (const event of events.slice(Number(lastId ?? 0))) {
      response.write(
        `: beat\n\nid: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(toWireEvent(event))}\n\n`,
      );
    }
    response.end(`event: done\ndata: {"task_id":"t","last_event":${events.length}}\n\n`);
  });
  return { ...server, asked };
}
