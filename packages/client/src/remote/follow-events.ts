import { type EventOptions, fromWireEvent, type TaskEvent } from "@aiecs/core/contracts";
import { pause, throwIfAborted } from "#client/cancellation.ts";
import { errorOf, isPassing, isUnreachable, retryAfterMs } from "./failures.ts";
import type { Http } from "./http.ts";
import { readEvents } from "./read-events.ts";

/** The name of what a server says after a task's last event. A stream that ends without it was cut. */
const lastWord = "done";

/**
 * The events at `path` in order, each once, until their task has ended. A connection that breaks is taken up again after
 * the last event seen, as often as it takes.
 *
 * @throws E003 when the server is out of reach from the beginning; what it refuses with (4xx); E004 when the signal aborts
 */
export async function* followEvents(
  http: Http,
  path: string,
  { after = 0, signal }: EventOptions,
): AsyncGenerator<TaskEvent, void, undefined> {
  const stop = http.untilClosed(signal);
  let last = after;
  let connected = false;
  let failures = 0;
  const mustGiveUp = () => !connected && failures >= http.maxAttempts - 1;
  for (;;) {
    let waitMs = 0;
    try {
      const response = await http.open({ path, signal, headers: headersOf(last) });
      if (response.status === 204) return;
      if (response.ok) {
        connected = true;
        for await (const { event: name, data } of readEvents(response)) {
          if (name === lastWord) return;
          const event = fromWireEvent(JSON.parse(data));
          if (event.sequence <= last) continue;
          last = event.sequence;
          failures = 0;
          yield event;
        }
      } else {
        const error = await errorOf(response);
        if (isRefusal(response.status) || mustGiveUp()) throw error;
        waitMs = retryAfterMs(response);
      }
    } catch (error) {
      throwIfAborted(stop);
      if (!isUnreachable(error) || mustGiveUp()) throw error;
    }
    failures++;
    await pause(Math.max(waitMs, http.backoff(failures)), stop);
  }
}

function headersOf(last: number): Readonly<Record<string, string>> {
  return { accept: "text/event-stream", ...(last > 0 && { "last-event-id": String(last) }) };
}

function isRefusal(status: number): boolean {
  return status < 500 && !isPassing(status);
}
