/**
 * A subscriber, in a process of its own: it follows the tasks that it is told of over one WebSocket, and tells its parent
 * of each event as it comes. When the line breaks it comes back and asks for what follows the last event that it has.
 */
import { setTimeout } from "node:timers/promises";
import type { SubscriberMessage } from "./start-subscriber.ts";

const [url = ""] = process.argv.slice(2);
const { AIECS_KEY: key = "" } = process.env;

/** The sequence number of the last event of each task that is followed. */
const seen = new Map<string, number>();
let socket = connect();

function tell(message: SubscriberMessage): void {
  process.send?.(message);
}

function subscribe(taskId: string, after: number): void {
  socket.send(JSON.stringify({ action: "subscribe", task_id: taskId, after }));
}

/** As a page does it: what a browser cannot say in headers, it says by a protocol's name. */
function connect(): WebSocket {
  const connecting = new WebSocket(new URL("/ws", url), ["aiecs.v1", `bearer.${key}`]);
  connecting.addEventListener("open", () => {
    tell({ type: "connected" });
    for (const [taskId, after] of seen) subscribe(taskId, after);
  });
  connecting.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data));
    const { type, task_id: taskId, sequence } = message;
    if (sequence !== undefined) {
      seen.set(taskId, sequence);
      tell({ type: "event", event: message, receivedAt: Date.now() });
    } else if (type === "done" || type === "error") {
      seen.delete(taskId);
      tell({ type, taskId, detail: message.detail ?? "" });
    }
  });
  connecting.addEventListener("close", async () => {
    await setTimeout(50);
    socket = connect();
  });
  return connecting;
}

process.on("message", (taskId: string) => {
  seen.set(taskId, 0);
  if (socket.readyState === WebSocket.OPEN) subscribe(taskId, 0);
});
process.on("disconnect", () => process.exit());
