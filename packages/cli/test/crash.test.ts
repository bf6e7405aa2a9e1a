import { describe, expect, it } from "vitest";
import { killServer } from "./crash/kill-server.ts";

describe("a server with tasks in flight", { timeout: 180_000 }, () => {
  it("[REL-1] [TASK-3] that is killed again and again ends every task, and runs nothing again that was done", async () => {
    const { kills } = await killServer({
      seed: 3,
      tasks: 20,
      steps: 60,
      kills: 4,
      withinSteps: 200,
      signal: "SIGKILL",
    });
    expect(kills).toBeGreaterThan(0);
  });

  it("[REL-5] [API-9] that is asked to end under load ends with 0, and loses no task that it accepted", async () => {
    const { kills } = await killServer({
      seed: 4,
      tasks: 20,
      steps: 60,
      kills: 2,
      withinSteps: 300,
      signal: "SIGTERM",
    });
    expect(kills).toBeGreaterThan(0);
  });
});
