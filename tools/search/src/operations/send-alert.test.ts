import { describe, expect, it } from "vitest";
import { anomaliesAt, failedStep, stepResult } from "#testing-fixtures/analyses.ts";
import { openContext } from "#testing-fixtures/open-context.ts";
import { openReceiver } from "#testing-fixtures/receiver.ts";
import { sendAlert } from "./send-alert.ts";

describe("send_alert", () => {
  it("[SCN-3] sends nothing when nothing is anomalous, and says so", async () => {
    await using receiver = await openReceiver();
    await using context = openContext({
      config: { channels: { ops: { type: "webhook", url: receiver.url } } },
      allow: [receiver.host],
    });
    for (const anomalies of [
      anomaliesAt(),
      [anomaliesAt(), anomaliesAt()],
      [],
      stepResult("stats_tool.detect_anomalies", anomaliesAt()),
    ]) {
      expect(await sendAlert({ anomalies }, context)).toMatchObject({
        channel: "ops",
        delivered: false,
        status: "nothing_to_send",
        attempts: 0,
      });
    }
    expect(receiver.received).toEqual([]);
  });

  it("[SCN-3] sends what detect_anomalies found to the only channel, each anomaly once over overlapping windows", async () => {
    await using receiver = await openReceiver();
    await using context = openContext({
      config: { channels: { ops: { type: "webhook", url: receiver.url } } },
      allow: [receiver.host],
    });
    const early = { index: 12, value: 99, score: 9 };
    const receipt = await sendAlert({ anomalies: anomaliesAt(early, { index: 30, value: 4, score: -5 }) }, context);
    expect(receipt).toMatchObject({ delivered: true, alerts: [expect.any(String), expect.any(String)] });
    const next = await sendAlert({ anomalies: anomaliesAt(early, { index: 40, value: 90, score: 8 }) }, context);
    expect(next).toMatchObject({ status: "sent", suppressed: [receipt.alerts[0]] });
    const told = receiver.received.map(({ body }) => JSON.parse(body).data.alerts);
    expect(told).toMatchObject([
      [
        { value: 99, severity: "critical", time: "2026-01-30T11:12:00.000Z", rule: "anomaly" },
        { value: 4, severity: "warning", title: expect.stringContaining("unusually low (4)") },
      ],
      [{ value: 90 }],
    ]);
  });

  it("knows an anomaly without a time by its value, whatever row it has moved to", async () => {
    await using context = openContext();
    await sendAlert({ anomalies: anomaliesAt({ index: 12, value: 99, score: 9, time: null }) }, context);
    expect(
      await sendAlert({ anomalies: anomaliesAt({ index: 11, value: 99, score: 9, time: null }) }, context),
    ).toMatchObject({ status: "suppressed" });
  });

  it("takes a bare list of anomalies, and tells the strongest hundred of many", async () => {
    await using context = openContext();
    const anomalies = Array.from({ length: 150 }, (_, index) => ({ value: index, score: index }));
    const receipt = await sendAlert({ anomalies }, context);
    expect(receipt.alerts).toHaveLength(100);
    expect(receipt.notes).toEqual(["the 100 strongest of 150 anomalies are told"]);
    expect(context.logged.some(({ message }) => message?.includes("(149)"))).toBe(true);
  });

  it("refuses what holds no anomalies by its shape", async () => {
    await using context = openContext();
    await expect(sendAlert({ anomalies: { trend: "increasing" } }, context)).rejects.toThrow(
      "Invalid anomalies: expected what detect_anomalies returned, received an object with trend",
    );
    await expect(sendAlert({ anomalies: failedStep("stats_tool.detect_anomalies") }, context)).rejects.toThrow(
      "has no result (failed: the exporter is gone)",
    );
    await expect(sendAlert({ anomalies: [1, 2] }, context)).rejects.toThrow("anomalies[0]: expected a result");
  });
});
