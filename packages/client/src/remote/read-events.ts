import { createParser, type EventSourceMessage } from "eventsource-parser";
import { pause } from "#client/cancellation.ts";
import { unreachable } from "./failures.ts";

/** A connection on which nothing comes for so long, not even a heartbeat, is dead. */
const maxSilenceMs = 60_000;

/**
 * The events of one connection, until it ends. Leaving the loop closes it.
 *
 * @throws E003 with the reason "unreachable" when the connection breaks
 */
export async function* readEvents(response: Response): AsyncGenerator<EventSourceMessage, void, undefined> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  let events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  try {
    for (;;) {
      const { done, value } = await unlessSilent(reader.read()).catch((error: unknown) => {
        throw unreachable(response.url, error);
      });
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* events;
      events = [];
    }
  } finally {
    // What is left is not read any more: without this the socket would wait for a reader.
    await reader.cancel().catch(ignoreBroken);
  }
}

async function unlessSilent<T>(read: Promise<T>): Promise<T> {
  const heard = new AbortController();
  const silence = pause(maxSilenceMs, heard.signal).then(() => {
    throw new Error(`nothing came for ${maxSilenceMs / 1000} s`);
  });
  silence.catch(ignoreBroken);
  try {
    return await Promise.race([read, silence]);
  } finally {
    heard.abort();
  }
}

/** To close what is broken already changes nothing. */
function ignoreBroken(): void {}
