import { describe, expect, it } from "vitest";
import type { Message, Send } from "./message.ts";
import { DeliveryError, retryDelivery } from "./retry-delivery.ts";

const alert = {
  id: "a",
  rule: "r",
  severity: "info",
  title: "t",
  message: "m",
  value: 1,
  threshold: 0,
  source: "s",
  metric: null,
  series: null,
  time: null,
} as const;
const message: Message = { id: "msg_1", idempotencyKey: "k", taskId: "t", timeMs: 0, alerts: [alert] };
const settings = { max_attempts: 3, backoff_ms: 1, attempt_timeout_ms: 20, max_duration_ms: 5_000 };

function deliver(send: Send, changes: object = {}, signal: AbortSignal = new AbortController().signal) {
  const failures: unknown[] = [];
  const work = retryDelivery(send, message, {
    settings: { ...settings, ...changes },
    signal,
    onFailure: (_, error) => failures.push(error),
  });
  return { work, failures };
}

describe("retryDelivery", () => {
  it("[TOOL-8] leaves a channel behind that does not heed its signal", async () => {
    const { work, failures } = deliver(() => new Promise(() => undefined));
    await expect(work).rejects.toThrow(new DeliveryError(3, new Error("no answer within 20 ms")));
    expect(failures).toHaveLength(3);
  });

  it("sends nothing for a call that has ended already", async () => {
    let sent = 0;
    const { work } = deliver(async () => ({ response: String(++sent) }), {}, AbortSignal.abort(new Error("over")));
    await expect(work).rejects.toThrow("over");
    expect(sent).toBe(0);
  });

  it("ends its wait when the call ends", async () => {
    const controller = new AbortController();
    const { work } = deliver(
      () => Promise.reject(new Error("busy")),
      { backoff_ms: 60_000, max_duration_ms: 100_000 },
      controller.signal,
    );
    setTimeout(() => controller.abort(new Error("over")), 20);
    await expect(work).rejects.toThrow("over");
  });

  it("does not wait for what would come too late", async () => {
    const { work } = deliver(() => Promise.reject(new Error("busy")), { backoff_ms: 6_000 });
    await expect(work).rejects.toMatchObject({ attempts: 1, message: "busy", retryable: false });
  });
});
