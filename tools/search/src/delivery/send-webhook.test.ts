import { describe, expect, it } from "vitest";
import { sendNotifications } from "#operations/send-notifications.ts";
import { openContext } from "#testing-fixtures/open-context.ts";
import { openReceiver, verifies } from "#testing-fixtures/receiver.ts";

const secret = `whsec_${Buffer.from("a secret of the receiver's").toString("base64")}`;
const cpu = { id: "cpu", title: "CPU critical", severity: "critical", rule: "cpu_high", value: 97 } as const;
const disk = { id: "disk", title: "Disk filling", severity: "warning" } as const;

const webhook = (url: string, more: object = {}) => ({
  config: { channels: { ops: { type: "webhook", url, secret, ...more } } },
});

describe("a webhook channel", () => {
  it("posts a signed message that the receiver can verify, and gives a receipt", async () => {
    await using receiver = await openReceiver();
    await using context = openContext({
      ...webhook(`${receiver.url}/hook`, { headers: { "x-team": "ops" } }),
      allow: [receiver.host],
    });
    const receipt = await sendNotifications({ alerts: { alerts: [disk, cpu], checked: [] } }, context);
    expect(receipt).toMatchObject({
      channel: "ops",
      type: "webhook",
      delivered: true,
      status: "sent",
      attempts: 1,
      response: "HTTP 204",
      alerts: ["cpu", "disk"],
      idempotency_key: "test-task:0",
    });
    const [got] = receiver.received;
    if (got === undefined) throw new Error("nothing was received");
    expect(receiver.received).toHaveLength(1);
    expect(got).toMatchObject({ method: "POST", path: "/hook" });
    expect(got.headers).toMatchObject({
      "webhook-id": receipt.id,
      "idempotency-key": "test-task:0",
      "x-team": "ops",
      "content-type": "application/json",
    });
    expect(verifies(got, secret)).toBe(true);
    expect(verifies({ ...got, body: `${got.body} ` }, secret)).toBe(false);
    expect(verifies(got, `whsec_${Buffer.from("another").toString("base64")}`)).toBe(false);
    expect(Math.abs(Number(got.headers["webhook-timestamp"]) - Date.now() / 1_000)).toBeLessThan(60);
    expect(JSON.parse(got.body)).toMatchObject({
      type: "alerts",
      data: { task_id: "test-task", alerts: [{ ...cpu, message: "CPU critical" }, disk] },
    });
  });

  it("tries again after failures, with the same id and key", async () => {
    await using receiver = await openReceiver(
      (response, count) => void response.writeHead(count < 3 ? 503 : 200).end(),
    );
    await using context = openContext({ ...webhook(receiver.url), allow: [receiver.host] });
    const receipt = await sendNotifications({ alerts: [cpu] }, context);
    expect(receipt).toMatchObject({ delivered: true, attempts: 3, response: "HTTP 200" });
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    expect(receiver.received.every((got) => verifies(got, secret))).toBe(true);
    expect(context.logged).toHaveLength(2);
  });

  it("has the same id when the step runs again after a crash", async () => {
    await using receiver = await openReceiver();
    for (let run = 0; run < 2; run++) {
      await using context = openContext({ ...webhook(receiver.url), allow: [receiver.host] });
      await sendNotifications({ alerts: [cpu] }, context);
    }
    const [first, second] = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(second).toBe(first);
  });

  it.each([
    ["a status that will not change", 400, 1],
    ["a server that stays broken", 500, 4],
  ])("fails after %s, and tells no secret", async (_, status, attempts) => {
    await using receiver = await openReceiver((response) => void response.writeHead(status).end());
    const url = `${receiver.url}/services/T00/s3cr3t-path?token=s3cr3t-token`;
    await using context = openContext({
      ...webhook(url, { headers: { authorization: "s3cr3t-header" } }),
      allow: [receiver.host],
    });
    const error: unknown = await sendNotifications({ alerts: [cpu] }, context).catch((reason: unknown) => reason);
    const times = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
    expect(String(error)).toContain(`could not be delivered to ops (webhook) after ${times}:`);
    expect(String(error)).toContain(`answered ${status}`);
    expect(error).toMatchObject({ retryable: false });
    expect(receiver.received).toHaveLength(attempts);
    const everything = JSON.stringify([
      context.logged,
      error,
      String(error),
      error instanceof Error ? [error.stack, error.cause] : null,
    ]);
    expect(everything).not.toMatch(/s3cr3t|whsec_/);
  });

  it("waits as long as the server asks, if that is within bounds", async () => {
    await using receiver = await openReceiver(
      (response, count) => void response.writeHead(count === 1 ? 429 : 200, { "retry-after": "3600" }).end(),
    );
    await using context = openContext({ ...webhook(receiver.url), allow: [receiver.host] });
    await expect(sendNotifications({ alerts: [cpu] }, context)).rejects.toThrow("after 1 attempt");
  });

  it("[TOOL-8] gives up on a receiver that hangs, in bounded time", async () => {
    await using receiver = await openReceiver(() => undefined);
    const delivery = { backoff_ms: 1, attempt_timeout_ms: 40, max_duration_ms: 5_000, max_attempts: 2 };
    await using context = openContext({
      config: { ...webhook(receiver.url).config, delivery },
      allow: [receiver.host],
    });
    await expect(sendNotifications({ alerts: [cpu] }, context)).rejects.toThrow(
      "after 2 attempts: no answer within 40 ms",
    );
    const short = { ...delivery, attempt_timeout_ms: 5_000, max_duration_ms: 40 };
    await using other = openContext({
      config: { ...webhook(receiver.url).config, delivery: short },
      allow: [receiver.host],
    });
    await expect(sendNotifications({ alerts: [cpu] }, other)).rejects.toThrow(
      "after 1 attempt: no answer within 40 ms",
    );
  });

  it("[TOOL-8] ends at once when the call is aborted, and may be sent later", async () => {
    let isHanging = true;
    await using receiver = await openReceiver((response) => {
      if (isHanging) context.abort(new Error("enough"));
      else response.writeHead(200).end();
    });
    await using context = openContext({ ...webhook(receiver.url), allow: [receiver.host] });
    await expect(sendNotifications({ alerts: [cpu] }, context)).rejects.toThrow("enough");
    isHanging = false;
    await using later = openContext({ instance: context.instance, allow: [receiver.host] });
    expect(await sendNotifications({ alerts: [cpu] }, later)).toMatchObject({ delivered: true, status: "sent" });
  });

  it("[TOOL-6] reaches no private address that is not allowed, nor by a redirect", async () => {
    await using inner = await openReceiver();
    await using outer = await openReceiver(
      (response) => void response.writeHead(307, { location: `${inner.url}/admin` }).end(),
    );
    await using closed = openContext(webhook(outer.url));
    const refused = { code: "E001", message: expect.stringMatching(/is not a public address.*network\.allow/) };
    await expect(sendNotifications({ alerts: [cpu] }, closed)).rejects.toMatchObject(refused);
    await using open = openContext({ ...webhook(outer.url), allow: [outer.host] });
    await expect(sendNotifications({ alerts: [cpu] }, open)).rejects.toMatchObject(refused);
    expect([outer.received.length, inner.received.length]).toEqual([1, 0]);
  });

  it("says that it sent without a signature, or signs with the config's own secret", async () => {
    await using receiver = await openReceiver();
    const channels = { ops: { type: "webhook", url: receiver.url } };
    await using unsigned = openContext({ config: { channels }, allow: [receiver.host] });
    expect((await sendNotifications({ alerts: [cpu] }, unsigned)).notes).toEqual([
      "sent without a signature: the channel has no secret",
    ]);
    await using signed = openContext({ config: { channels, webhook_secret: "just a text" }, allow: [receiver.host] });
    await sendNotifications({ alerts: [cpu] }, signed);
    const [first, second] = receiver.received;
    expect(first?.headers["webhook-signature"]).toBeUndefined();
    expect(second && verifies(second, "just a text")).toBe(true);
  });
});
