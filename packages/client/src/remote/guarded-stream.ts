import { cancelledBy } from "#client/cancellation.ts";
import { unreachable } from "./failures.ts";

/** The content of an answer; where it breaks off, it fails with E003, and with E004 where the signal aborts. */
export function guardedStream(
  content: ReadableStream<Uint8Array>,
  url: string,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const reader = content.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        controller.error(signal.aborted ? cancelledBy(signal) : unreachable(url, error));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
