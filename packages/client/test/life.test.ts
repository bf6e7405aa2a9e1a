import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Aiecs } from "@aiecs/client";
import { DatabaseError, ValidationError } from "@aiecs/core/contracts";
import { describe, expect, it } from "vitest";
import { failureOf } from "#testing-fixtures/failure-of.ts";
import { modes, openFolder } from "#testing-fixtures/open-clients.ts";
import { openServer } from "#testing-fixtures/open-server.ts";
import { suiteTools } from "#testing-fixtures/suite-tools.ts";

const sleep = { operation: "text_tool.sleep", params: {} };
const closed = { name: "CancelledError", code: "E004", message: "Cancelled: the client was closed" };

describe.each(modes)("closing a $mode client", ({ open }) => {
  it("[CLIENT-1] ends its waits, loops and calls, and lets nothing begin afterwards", async () => {
    await using opened = await open();
    const { client } = opened;
    const { id } = await client.submitTask([sleep]);
    const started = Promise.withResolvers<void>();
    const loop = failureOf(
      (async () => {
        for await (const { type } of client.events(id)) if (type === "step.started") started.resolve();
      })(),
    );
    const wait = failureOf(client.waitForTask(id));
    const call = failureOf(client.executeOperation("text_tool.sleep"));
    await started.promise;
    await client[Symbol.asyncDispose]();
    await client[Symbol.asyncDispose]();
    expect(await loop).toMatchObject(closed);
    expect(await wait).toMatchObject({ code: "E004" });
    expect(await call).toMatchObject({ code: "E004" });
    for (const late of [
      () => client.executeOperation("math_tool.add", { a: 1 }),
      () => client.getTask(id),
      () => client.getAvailableTools(),
      () => client.ready(),
    ]) {
      expect(await failureOf(late())).toMatchObject(closed);
    }
  });
});

describe("opening a client", () => {
  it("[CLIENT-1] rejects the first call, and ready(), when what it needs cannot be opened", async () => {
    await using folder = await openFolder();
    await mkdir(join(folder.path, "folder.db"));
    await using client = new Aiecs({
      mode: "full",
      tasks: { database: join(folder.path, "folder.db") },
      environment: {},
    });
    expect(await failureOf(client.ready())).toBeInstanceOf(DatabaseError);
    expect(await failureOf(client.executeOperation("a.b"))).toBeInstanceOf(DatabaseError);
    await using wrong = new Aiecs({ mode: "simple", config: { cache_size: -1 }, environment: {} });
    expect(await failureOf(wrong.ready())).toBeInstanceOf(ValidationError);
    await using badTasks = new Aiecs({ mode: "simple", tasks: { lease_s: -1 }, environment: {} });
    expect(await failureOf(badTasks.listTasks())).toBeInstanceOf(ValidationError);
  });

  it("refuses options that say neither where nor how", () => {
    const create = (options: object): unknown => Reflect.construct(Aiecs, [options]);
    for (const options of [{}, { mode: "fast" }, { url: "nonsense" }, { mode: "simple", url: "http://127.0.0.1" }]) {
      expect(() => create(options)).toThrow(ValidationError);
    }
  });

  it("costs nothing before it is used, and closes what was never opened", async () => {
    await using client = new Aiecs({ mode: "full", tasks: { database: "/nowhere/at/all.db" } });
    await client[Symbol.asyncDispose]();
    expect(await failureOf(client.ready())).toMatchObject(closed);
  });

  it("[CLIENT-1] finds what an earlier client left, with mode full, and ends it", async () => {
    await using folder = await openFolder();
    const options = {
      mode: "full",
      tools: suiteTools,
      config: { artifacts_folder: folder.path },
      tasks: { database: join(folder.path, "tasks.db"), sync: "normal" },
      environment: {},
    } as const;
    let left: string;
    {
      await using client = new Aiecs(options);
      const done = await client.submitTask([{ operation: "math_tool.add", params: { a: 1 } }], { taskId: "done" });
      await client.waitForTask(done.id);
      left = (await client.submitTask([{ operation: "math_tool.add", params: { a: 2 } }], { delayMs: 50 })).id;
    }
    await using client = new Aiecs(options);
    expect(await client.getTask("done")).toMatchObject({ status: "completed", output: 2 });
    expect(await client.waitForTask(left)).toMatchObject({ status: "completed", output: 3 });
  });
});

describe("a process", () => {
  /** Runs a program; it has to end by itself. */
  async function run(program: string): Promise<{ readonly code: unknown; readonly output: string }> {
    await using folder = await openFolder();
    const file = join(folder.path, "main.mjs");
    await writeFile(file, program);
    const child = spawn(process.execPath, ["--conditions=aiecs-source", file], {
      cwd: folder.path,
      stdio: ["ignore", "pipe", "inherit"],
      timeout: 15_000,
    });
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    return { code, output: output.trim() };
  }

  const entry = JSON.stringify(import.meta.resolve("@aiecs/client"));

  it("[CLIENT-1] ends by itself once its clients are closed, and loads no executor for a server", async () => {
    await using folder = await openFolder();
    await using server = await openServer({ folder: folder.path });
    const program = `
      import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      const { Aiecs } = await import(${entry});
      await using client = new Aiecs({ url: ${JSON.stringify(server.url)} });
      const { id } = await client.submitTask([{ operation: "math_tool.add", params: { a: 1 } }]);
      const types = [];
      for await (const { type } of client.events(id)) types.push(type);
      const { id: other } = await client.submitTask([{ operation: "text_tool.sleep", params: {} }]);
      for await (const { type } of client.events(other)) if (type === "step.started") break;
      const foreign = loaded.filter((url) => !/core\\/src\\/contracts\\/|client\\/src\\/|eventsource-parser/.test(url));
      console.log(JSON.stringify([types.at(-1), foreign]));
    `;
    expect(await run(program)).toEqual({ code: 0, output: JSON.stringify(["task.completed", []]) });
  });

  it.each(["simple", "full"])(
    "[CLIENT-1] ends by itself once a %s client is closed in the midst of work",
    async (mode) => {
      const tools = JSON.stringify(new URL("../src/testing-fixtures/suite-tools.ts", import.meta.url));
      const program = `
      import { Aiecs } from ${entry};
      import { suiteTools } from ${tools};
      {
        await using client = new Aiecs({ mode: ${JSON.stringify(mode)}, tools: suiteTools, tasks: { sync: "normal" } });
        console.log(await client.executeOperation("math_tool.add", { a: 1 }));
        const { id } = await client.submitTask([{ operation: "math_tool.add", params: { a: 2 } }]);
        console.log((await client.waitForTask(id)).output);
      }
      console.log("closed");
    `;
      expect(await run(program)).toEqual({ code: 0, output: "2\n3\nclosed" });
    },
  );
});
