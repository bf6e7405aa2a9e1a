import { execFile } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { sendNotifications } from "#operations/send-notifications.ts";
import { openContext } from "#testing-fixtures/open-context.ts";

const cpu = { id: "cpu", title: "CPU critical", severity: "critical" };
const disk = { id: "disk", title: "Disk filling", severity: "warning" };

describe("a file channel", () => {
  const channel = { type: "file", path: "logs/alerts.jsonl" } as const;
  const linesOf = async (folder: string): Promise<readonly { id: string; message_id: string }[]> =>
    (await readFile(join(folder, channel.path), "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

  it("adds a line per alert, whole although many write at once", async () => {
    await using context = openContext();
    const title = "long ".repeat(2_000);
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        sendNotifications(
          {
            alerts: [
              { id: `a${index}`, title },
              { id: `b${index}`, title },
            ],
            channel,
          },
          context,
        ),
      ),
    );
    const lines = await linesOf(context.folder);
    expect(lines).toHaveLength(80);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(80);
  });

  it("keeps lines whole although several processes write", async () => {
    await using context = openContext();
    const path = join(context.folder, "shared.jsonl");
    const script = `
      const { createFile } = await import(${JSON.stringify(new URL("./send-file.ts", import.meta.url).href)});
      const send = createFile({ path: ${JSON.stringify(path)} }, { writable: async (path) => path, readable: async (path) => path });
      const alerts = [{ title: "long ".repeat(5_000) }, { title: "short" }];
      for (let n = 0; n < 25; n++) {
        await send({ id: process.pid + "-" + n, idempotencyKey: "k", taskId: "t", timeMs: 0, alerts }, AbortSignal.timeout(10_000));
      }
    `;
    const flags = ["--conditions=aiecs-source", "--input-type=module", "--eval", script];
    await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, flags)));
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    expect(new Set(lines.map((line) => JSON.parse(line).message_id)).size).toBe(75);
    expect(lines).toHaveLength(150);
  });

  it("writes a message once, also when the step runs again after a crash, and keeps a torn line apart", async () => {
    await using context = openContext();
    await sendNotifications({ alerts: [cpu], channel }, context);
    await writeFile(join(context.folder, channel.path), '{"torn": ', { flag: "a" });
    const { instance: _, ...rest } = context;
    await using fresh = openContext();
    expect(await sendNotifications({ alerts: [cpu], channel }, { ...rest, instance: fresh.instance })).toMatchObject({
      delivered: true,
      response: "already written",
    });
    await sendNotifications({ alerts: [disk], channel }, context);
    const text = await readFile(join(context.folder, channel.path), "utf8");
    expect(text.match(/"message_id"/g)).toHaveLength(2);
    expect(JSON.parse(text.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({ id: "disk", task_id: "test-task" });
  });

  it("[TOOL-6] writes nowhere outside the roots, nor through a link", async () => {
    await using context = openContext();
    await mkdir(join(context.folder, "logs"));
    await symlink("/tmp", join(context.folder, "out"));
    for (const path of ["/tmp/alerts.jsonl", "../alerts.jsonl", "out/alerts.jsonl"]) {
      const work = sendNotifications({ alerts: [cpu], channel: { type: "file", path } }, context);
      await expect(work).rejects.toMatchObject({
        code: "E001",
        message: expect.stringContaining("outside the folders that tools may use"),
      });
    }
  });
});
