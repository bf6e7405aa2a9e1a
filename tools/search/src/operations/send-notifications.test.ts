import { describe, expect, it } from "vitest";
import type { SearchInstance } from "#instance/search-instance.ts";
import { sendNotificationsInput } from "#schemas/send-notifications.ts";
import { anomaliesAt, stepResult } from "#testing-fixtures/analyses.ts";
import { openContext, quick } from "#testing-fixtures/open-context.ts";
import { openReceiver } from "#testing-fixtures/receiver.ts";
import { sendNotifications } from "./send-notifications.ts";

const secret = `whsec_${Buffer.from("a secret of the receiver's").toString("base64")}`;
const cpu = { id: "cpu", title: "CPU critical", severity: "critical", rule: "cpu_high", value: 97 } as const;
const disk = { id: "disk", title: "Disk filling", severity: "warning" } as const;

const webhook = (url: string, more: object = {}) => ({
  config: { channels: { ops: { type: "webhook", url, secret, ...more } } },
});

describe("send_notifications over several cycles", () => {
  /** Another call of the same executor. */
  async function again(
    instance: SearchInstance,
    alerts: object,
    host: string,
    options: { readonly userId?: string } = {},
  ) {
    await using context = openContext({ instance, allow: [host], taskId: `cycle-${Math.random()}`, ...options });
    return await sendNotifications({ alerts }, context);
  }

  it("[CASE-3] tells each alert once while it lasts, again when it was away, and when it became graver", async () => {
    let now = 0;
    await using receiver = await openReceiver();
    await using context = openContext({
      config: { ...webhook(receiver.url).config, cooldown_s: 100 },
      allow: [receiver.host],
      now: () => now,
    });
    const send = async (...alerts: object[]) => (await again(context.instance, alerts, receiver.host)).status;
    expect(await send(disk)).toBe("sent");
    for (now = 60_000; now < 600_000; now += 60_000) expect(await send(disk)).toBe("suppressed");
    expect(await send(disk, cpu)).toBe("sent");
    expect(await send({ ...disk, severity: "critical" })).toBe("sent");
    expect(await send(disk)).toBe("suppressed");
    expect(await send({ ...disk, severity: "critical" })).toBe("suppressed");
    now += 100_001;
    expect(await send(disk)).toBe("sent");
    const told = receiver.received.map(({ body }) =>
      JSON.parse(body)
        .data.alerts.map(({ id }: { id: string }) => id)
        .join(),
    );
    expect(told).toEqual(["disk", "cpu", "disk", "disk"]);
  });

  it("says what it suppressed, and tells other users and other channels by themselves", async () => {
    await using receiver = await openReceiver();
    await using context = openContext({ ...webhook(receiver.url), allow: [receiver.host] });
    const { instance } = context;
    await again(instance, [cpu], receiver.host);
    expect(await again(instance, [cpu], receiver.host)).toMatchObject({
      delivered: false,
      status: "suppressed",
      suppressed: ["cpu"],
      id: null,
      attempts: 0,
    });
    expect(await again(instance, [cpu], receiver.host, { userId: "somebody else" })).toMatchObject({ status: "sent" });
    expect(await sendNotifications({ alerts: [cpu], channel: "console" }, context)).toMatchObject({
      status: "sent",
      channel: "console",
    });
  });

  it("sends again what could not be delivered, and what stands twice in a list once", async () => {
    await using receiver = await openReceiver(
      (response, count) => void response.writeHead(count === 1 ? 400 : 200).end(),
    );
    await using context = openContext({ ...webhook(receiver.url), allow: [receiver.host] });
    await expect(sendNotifications({ alerts: [cpu] }, context)).rejects.toThrow("answered 400");
    expect(await sendNotifications({ alerts: [cpu, cpu] }, context)).toMatchObject({
      status: "sent",
      alerts: ["cpu"],
      suppressed: [],
    });
  });

  it("sends an alert once when two calls have it at once", async () => {
    await using receiver = await openReceiver();
    await using context = openContext({ ...webhook(receiver.url), allow: [receiver.host] });
    const receipts = await Promise.all([1, 2, 3].map(() => again(context.instance, [cpu], receiver.host)));
    expect(receipts.map(({ status }) => status).toSorted()).toEqual(["sent", "suppressed", "suppressed"]);
    expect(receiver.received).toHaveLength(1);
  });

  it("sends nothing when there is nothing, and says so", async () => {
    await using context = openContext();
    for (const alerts of [
      [],
      { alerts: [], checked: [], notes: [] },
      stepResult("search_api.check_alert_conditions", { alerts: [] }),
    ]) {
      expect(await sendNotifications({ alerts }, context)).toMatchObject({
        delivered: false,
        status: "nothing_to_send",
        notes: ["there was nothing to send"],
      });
    }
    expect(context.logged).toEqual([]);
  });
});

describe("send_notifications and its channels", () => {
  it("writes to the log when no channel is configured, as loud as the alert is grave", async () => {
    await using context = openContext();
    expect(await sendNotifications({ alerts: [disk, cpu, { title: "fyi", severity: "info" }] }, context)).toMatchObject(
      { channel: "console", delivered: true },
    );
    expect(context.logged.map(({ level, message }) => `${level} ${message}`)).toEqual([
      "error CPU critical: CPU critical",
      "warn Disk filling: Disk filling",
      "info fyi: fyi",
    ]);
  });

  it("takes the only channel, the default one, or the one named, and lists those it knows", async () => {
    const channels = { first: { type: "console" }, second: { type: "console" } };
    await using two = openContext({ config: { channels } });
    await expect(sendNotifications({ alerts: [cpu] }, two)).rejects.toThrow("No channel is named, and there are 2");
    expect((await sendNotifications({ alerts: [cpu], channel: "second" }, two)).channel).toBe("second");
    await expect(sendNotifications({ alerts: [cpu], channel: "fist" }, two)).rejects.toThrow(
      'Unknown channel "fist": expected first, second, console (channels of the config under search_api); did you mean first?',
    );
    await expect(sendNotifications({ alerts: [cpu], channel: "__proto__" }, two)).rejects.toThrow("Unknown channel");
    await using chosen = openContext({ config: { channels, default_channel: "first" } });
    expect((await sendNotifications({ alerts: [cpu] }, chosen)).channel).toBe("first");
  });

  it("lets no call bring an address or a secret of its own along", () => {
    const channel = { type: "webhook", url: "https://example.com" };
    const { error } = sendNotificationsInput.safeParse({ alerts: [], channel });
    expect(error?.issues[0]?.message).toContain("addresses and secrets stand in the config");
  });

  it("tells every problem of the config at once", () => {
    const open = () =>
      openContext({
        config: {
          ...quick,
          default_channel: "nobody",
          channels: {
            a: { type: "webhook", url: "ftp://x", headers: { "x-evil": "a\r\nb: c" } },
            b: { type: "mail", host: "mail", from: "ops@example.com\r\nBcc: all@example.com", to: [] },
            c: { type: "pigeon" },
          },
        },
      });
    for (const part of [
      "http:// or https://",
      "without control characters",
      "expected a mail address",
      "expected a type: webhook, mail, file or console",
    ]) {
      expect(open).toThrow(part);
    }
  });

  it("refuses what is no alert, telling all of it", async () => {
    await using context = openContext();
    const alerts = [{ severity: "awful", title: "x" }, {}, 5, cpu, anomaliesAt()];
    await expect(sendNotifications({ alerts }, context)).rejects.toThrow(
      /alerts\[0\]\.severity: expected info, warning, critical, received "awful"; alerts\[1\]: expected an alert with a title or a message.*alerts\[2\]: expected an alert, received a number/,
    );
    const endless: object[] = [];
    endless.push(endless);
    await expect(sendNotifications({ alerts: endless }, context)).rejects.toThrow("received lists within lists");
    const failed = stepResult("search_api.check_alert_conditions", null, {
      completed: false,
      status: "failed",
      error_message: "broken",
    });
    await expect(sendNotifications({ alerts: failed }, context)).rejects.toThrow(
      "search_api.check_alert_conditions has no result (failed: broken)",
    );
  });
});
