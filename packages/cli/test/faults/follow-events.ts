import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Follows a task over server-sent events as a browser does: whenever the stream breaks it asks again from the last event
 * on. Resolves with the numbers of all events when the task has ended. @throws when one is missing or comes twice
 */
export async function followTask(url: string, id: string): Promise<number> {
  let last = 0;
  for (;;) {
    try {
      if (
        await readStream(`${url}/api/tasks/${id}/events`, last, (sequence) => {
          assert.equal(sequence, last + 1, `task ${id}: event ${sequence} came after ${last}`);
          last = sequence;
        })
      )
        return last;
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      // The stream broke: it is asked for again.
    }
    await sleep(100);
  }
}

/** Whether the task has ended. */
async function readStream(url: string, after: number, heard: (sequence: number) => void): Promise<boolean> {
  const headers = { accept: "text/event-stream", "last-event-id": String(after) };
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(20_000) });
  if (!answer.ok || !answer.body) return false;
  let text = "";
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      if (/^event: done$/m.test(block)) return true;
      const sequence = /^id: (\d+)$/m.exec(block)?.[1];
      if (sequence !== undefined) heard(Number(sequence));
    }
  }
  return false;
}
