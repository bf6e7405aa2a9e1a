import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PostgresServer, startPostgres } from "../../../adapters/postgres/src/testing-fixtures/postgres-server.ts";
import { type RedisServer, startRedis } from "../../../adapters/redis/src/testing-fixtures/redis-server.ts";
import { swiftKeys } from "../../../adapters/s3/src/testing-fixtures/swift-config.ts";
import { type SwiftServer, startSwift } from "../../../adapters/s3/src/testing-fixtures/swift-server.ts";
import { createProject, ended, type Project, written } from "./cli-process.ts";

let redis: RedisServer;
let postgres: PostgresServer;
let swift: SwiftServer;
let artifactsUrl: string;
/** Folders far from each other, as machines have them. */
let machines: { readonly server: Project; readonly fast: Project; readonly heavy: Project };

const filesTool = `
import { readFile } from "node:fs/promises";
import { defineTool } from "@aiecs/core";

export default defineTool({
  name: "files_tool",
  description: "Makes files and reads them.",
  version: "1.0.0",
  operations: {
    make: {
      description: "Makes a file.",
      inputSchema: { type: "object" },
      execute: (_params, { artifacts }) =>
        artifacts.write({ name: "note.txt", mediaType: "text/plain", content: "0123456789" }),
    },
    read: {
      description: "Reads a file that another step made, and tells how long a list is.",
      inputSchema: { type: "object", properties: { file: {}, list: { type: "array" } }, required: ["file", "list"] },
      execute: async ({ file, list }, { artifacts }) => {
        const { id, path } = await artifacts.find(file.id);
        const isMadeHere = path === file.path;
        return { id, text: await readFile(path, "utf8"), isHere: path.startsWith(process.cwd()), isMadeHere, count: list.length };
      },
    },
    count: {
      description: "Gives a list too large to stand with its step.",
      inputSchema: { type: "object" },
      execute: () => Array.from({ length: 20_000 }, (_, index) => \`line \${index}\`),
    },
  },
});
`;

beforeAll(async () => {
  [redis, postgres, swift] = await Promise.all([startRedis(), startPostgres(), startSwift()]);
  artifactsUrl = (await swift.createBucket("artifacts")).replace("?", "/aiecs?");
}, 90_000);
afterAll(async () => {
  await redis?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
  await swift?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  const [server, fast, heavy] = await Promise.all([createProject(), createProject(), createProject()]);
  machines = { server, fast, heavy };
  for (const machine of Object.values(machines)) {
    await machine.write("files-tool.mjs", filesTool);
    await machine.write("aiecs.config.yaml", "tools: [./files-tool.mjs]\n");
  }
});
afterEach(async () => {
  for (const machine of Object.values(machines)) await machine[Symbol.asyncDispose]();
});

type Key = (typeof swiftKeys)["owner" | "guest"];

const access = ({ accessKeyId, secretAccessKey }: Key, url = artifactsUrl): Record<string, string> => ({
  AIECS_ARTIFACTS_URL: url,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
});
const shared = (): Record<string, string> => ({
  AIECS_REDIS_URL: redis.url,
  AIECS_DATABASE_URL: postgres.url,
  ...access(swiftKeys.owner),
});

async function start(machine: Project, args: readonly string[], ready: string) {
  const child = machine.start(args, { env: shared() });
  const end = ended(child);
  await written(child.stdout, ready);
  return { child, end };
}

function urlOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve) => {
    let said = "";
    child.stdout.on("data", (part) => {
      const found = /^AIECS listens on (\S+)\n/.exec((said += String(part)))?.[1];
      if (found !== undefined) resolve(found);
    });
  });
}

describe("a server and workers with folders of their own, and one bucket", () => {
  it("[DIST-2] [TASK-5] hand on what one made to the next, and to whoever asks the server", {
    timeout: 90_000,
  }, async () => {
    const serving = machines.server.start(["serve", "--port", "0", "--queue", "none"], { env: shared() });
    const served = ended(serving);
    const [url, fast, heavy] = await Promise.all([
      urlOf(serving),
      start(machines.fast, ["worker", "--queue", "fast_tasks"], "works off"),
      start(machines.heavy, ["worker", "--queue", "heavy_tasks"], "works off"),
    ]);
    const steps = [
      { operation: "files_tool.make" },
      { operation: "files_tool.count" },
      { operation: "files_tool.read", params: { file: "$result[0]", list: "$result[1]" }, executor: "heavy_tasks" },
    ];
    const body = JSON.stringify({ plan: { steps }, task_id: "t" });
    await fetch(`${url}/api/tasks`, { method: "POST", headers: { "content-type": "application/json" }, body });
    await (await fetch(`${url}/api/tasks/t/events`, { headers: { accept: "text/event-stream" } })).text();
    const shown = await machines.server.aiecs(["tasks", "show", "t", "--json"], { env: shared() });
    const { status, output } = JSON.parse(shown.stdout);
    expect([status, output]).toEqual([
      "completed",
      { id: expect.any(String), text: "0123456789", isHere: true, isMadeHere: false, count: 20_000 },
    ]);

    const whole = await fetch(`${url}/api/artifacts/${output.id}`);
    expect([whole.status, await whole.text()]).toEqual([200, "0123456789"]);
    const part = await fetch(`${url}/api/artifacts/${output.id}`, { headers: { range: "bytes=2-4" } });
    expect([part.status, await part.text()]).toEqual([206, "234"]);
    expect(existsSync(join(machines.server.folder, ".aiecs", "runs", ".fetched"))).toBe(false);
    expect((await fetch(`${url}/ready`)).status).toBe(200);

    await fetch(`${url}/api/tasks/t?remove=true`, { method: "DELETE" });
    expect((await fetch(`${url}/api/artifacts/${output.id}`)).status).toBe(404);
    await swift.kill();
    expect((await fetch(`${url}/ready`)).status).toBe(503);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    await swift.restart();

    serving.kill("SIGTERM");
    for (const { child } of [fast, heavy]) child.kill("SIGTERM");
    expect((await Promise.all([served, fast.end, heavy.end])).map(({ code }) => code)).toEqual([0, 0, 0]);
  });
});

describe("a bucket", () => {
  it("is named by the config file, and keeps what one command made for the next", async () => {
    const { AIECS_ARTIFACTS_URL: url, ...env } = access(swiftKeys.owner);
    for (const machine of Object.values(machines)) {
      await machine.write("aiecs.config.yaml", `tools: [./files-tool.mjs]\nartifacts_url: ${url}\n`);
    }
    const made = await machines.server.aiecs(["call", "files_tool.make", "--json"], { env });
    const file = JSON.parse(made.stdout);
    const params = JSON.stringify({ file, list: [] });
    const read = await machines.fast.aiecs(["call", "files_tool.read", "--params", params, "--json"], { env });
    expect(JSON.parse(read.stdout)).toMatchObject({ id: file.id, text: "0123456789", isMadeHere: false });
  });

  it("[USE-3] is looked at by doctor", async () => {
    const finding = async (env: Record<string, string>): Promise<unknown> => {
      const { stdout } = await machines.server.aiecs(["doctor", "--json"], { env });
      const { findings }: { findings: readonly { name: string }[] } = JSON.parse(stdout);
      return findings.find(({ name }) => name === "artifacts' bucket");
    };
    expect(await finding(access(swiftKeys.owner))).toMatchObject({ status: "ok", detail: "s3://artifacts/aiecs" });
    expect(await finding(access(swiftKeys.guest))).toMatchObject({
      status: "problem",
      detail: expect.stringMatching(/the key lacks a permission/),
    });
    expect(await finding({})).toBeUndefined();
  });

  it.each([
    [
      "no such endpoint",
      () => "s3://artifacts?endpoint=http://127.0.0.1:1",
      /^aiecs: The bucket 'artifacts' at .*nothing listens there/,
    ],
    [
      "no such bucket",
      () => artifactsUrl.replace("artifacts", "nothing"),
      /^aiecs: The bucket 'nothing' at .*there is no such bucket/,
    ],
    [
      "a secret in the URL",
      () => artifactsUrl.replace("artifacts", "key:hush@artifacts"),
      /^aiecs: The URL of the artifacts' bucket/,
    ],
    ["another kind of URL", () => "http://hush@artifacts", /^aiecs: AIECS_ARTIFACTS_URL: expected s3:\/\//],
  ])("[USE-3] that cannot be used is one clear line: %s", async (_name, url, expected) => {
    const { code, stderr, stdout } = await machines.server.aiecs(["call", "files_tool.make"], {
      env: access(swiftKeys.owner, url()),
    });
    expect([2, 6]).toContain(code);
    expect(stdout).toBe("");
    expect(stderr.split("\n", 1)[0]).toMatch(expected);
    expect(stderr).not.toMatch(/hush|open-sesame|\n\s+at /);
  });
});
