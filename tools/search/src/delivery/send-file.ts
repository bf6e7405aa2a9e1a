import { type FileHandle, open } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { ToolContext } from "@aiecs/core/toolkit";
import type { FileChannel } from "#schemas/channel.ts";
import type { Message, Send } from "./message.ts";

/** How far back a message is looked for that may have been written before a crash. */
const tailBytes = 1024 * 1024;
/** After which a line that has not grown is taken for one whose writer is gone. */
const tornLineMs = 50;

/**
 * Adds one line of JSON per alert. All lines of a message are one write at the end of the file, which the system does not
 * mix with those of other writers. A message that stands there already is not written again.
 */
export function createFile({ path }: FileChannel, files: ToolContext["files"]): Send {
  return async (message, signal) => {
    const target = await files.writable(path);
    await using file = await open(target, "a+");
    const tail = await readWholeTail(file, signal);
    if (tail.includes(`"message_id":${JSON.stringify(message.id)}`)) {
      return { response: "already written", notes: [`${path} held the message already`] };
    }
    // Who stopped in the middle of a line must not spoil the next one.
    const start = tail.length === 0 || tail.endsWith("\n") ? "" : "\n";
    const bytes = Buffer.from(start + linesOf(message));
    const { bytesWritten } = await file.write(bytes);
    if (bytesWritten < bytes.length) await file.appendFile(bytes.subarray(bytesWritten));
    return { response: `${bytes.length} bytes written` };
  };
}

function linesOf({ id, idempotencyKey, taskId, timeMs, alerts }: Message): string {
  const shared = {
    message_id: id,
    idempotency_key: idempotencyKey,
    task_id: taskId,
    sent_at: new Date(timeMs).toISOString(),
  };
  return alerts.map((alert) => `${JSON.stringify({ ...shared, ...alert })}\n`).join("");
}

/** The end of the file, once nobody is in the middle of a line. */
async function readWholeTail(file: FileHandle, signal: AbortSignal): Promise<string> {
  for (let before: string | undefined; ; ) {
    const tail = await readTail(file);
    if (tail === "" || tail.endsWith("\n") || tail === before) return tail;
    before = tail;
    await wait(tornLineMs, undefined, { signal });
  }
}

async function readTail(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const length = Math.min(size, tailBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString("utf8", 0, bytesRead);
}
