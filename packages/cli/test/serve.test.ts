import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProject, ended, type Project } from "./cli-process.ts";

let project: Project;

// A server goes on with whatever its database holds: each test has its own.
beforeEach(async () => {
  project = await createProject();
});
afterEach(() => project[Symbol.asyncDispose]());

/** Starts the server on a free port and gives its address. */
async function startServer(args: readonly string[] = []) {
  const child = project.start(["serve", "--port", "0", ...args]);
  const end = ended(child);
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (part) => {
      said += String(part);
      const found = /^AIECS listens on (\S+)\n/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    void end.then(({ code, stderr }) => reject(new Error(`Ended with ${code}: ${stderr}`)));
  });
  return { child, end, url };
}

async function post(url: string, body: object): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

describe("aiecs serve", () => {
  it("[CLI-1] says where it listens, and serves the tools of the config", async () => {
    const { child, end, url } = await startServer();
    expect((await fetch(`${url}/health`)).status).toBe(200);
    const answer = await post(`${url}/api/execute`, { operation: "math_tool.add", params: { a: 2 } });
    expect(await answer.json()).toEqual({ result: 3 });
    child.kill("SIGINT");
    const { code, stdout, stderr } = await end;
    expect({ code, stdout }).toEqual({ code: 0, stdout: `AIECS listens on ${url}\n` });
    for (const line of stderr.trimEnd().split("\n"))
      if (line) expect(JSON.parse(line)).toMatchObject({ name: "aiecs" });
  });

  it("[REL-3] outlives a promise that a tool forgot, and errors that cannot be read", { timeout: 60_000 }, async () => {
    await project.write("aiecs.config.yaml", "tools: [./careless-tool.ts]\n");
    await project.write(
      "careless-tool.ts",
      `import { defineTool } from "@aiecs/core";
      const inputSchema = { type: "object" };
      const forget = () => {
        setImmediate(() => Promise.reject(new Error("forgotten")));
        return 1;
      };
      const hurl = () => {
        throw Object.create(null);
      };
      export default defineTool({
        name: "careless_tool",
        description: "",
        version: "1.0.0",
        operations: {
          forget: { description: "", inputSchema, execute: forget },
          hurl: { description: "", inputSchema, execute: hurl },
        },
      });`,
    );
    const { child, end, url } = await startServer();
    const call = async (operation: string) => (await post(`${url}/api/execute`, { operation })).status;
    expect(await call("careless_tool.forget")).toBe(200);
    expect(await call("careless_tool.hurl")).toBe(422);
    expect(await call("careless_tool.forget")).toBe(200);
    child.kill("SIGTERM");
    const { code, stderr } = await end;
    expect(code).toBe(0);
    expect(stderr).toContain("forgotten");
  });

  it("[API-9] ends with 0 on SIGTERM, lets a running step end, and hands the task back", async () => {
    const { child, end, url } = await startServer();
    const steps = [
      { id: "a", operation: "math_tool.hold", params: { name: "a", until: "go" } },
      { operation: "math_tool.mark", params: { name: "$steps.a" } },
    ];
    expect((await post(`${url}/api/tasks`, { plan: { steps }, task_id: "handed" })).status).toBe(202);
    await expect.poll(marks).toEqual(["a"]);
    child.kill("SIGTERM");
    await project.write("go", "");
    const { code } = await end;
    expect(code).toBe(0);
    const resumed = await project.aiecs(["tasks", "resume", "handed", "-q"]);
    expect(resumed).toMatchObject({ code: 0, stderr: "" });
    expect(await marks()).toEqual(["a", "a"]);
  });

  it("[API-9] ends at once on the second signal", async () => {
    const { child, end, url } = await startServer();
    const steps = [{ operation: "math_tool.hold", params: { name: "a", until: "never" } }];
    await post(`${url}/api/tasks`, { plan: { steps } });
    await expect.poll(marks).toEqual(["a"]);
    child.kill("SIGTERM");
    await new Promise((resolve) => child.stderr.once("data", resolve));
    child.kill("SIGTERM");
    expect((await end).code).toBe(null);
    expect(child.signalCode).toBe("SIGTERM");
  });

  it("[TASK-1] shares its database with the command line, and no task is run by both", async () => {
    const { child, end } = await startServer();
    const plan = { steps: ["a", "b", "c"].map((name) => ({ operation: "math_tool.mark", params: { name } })) };
    await project.write("marks.json", JSON.stringify(plan));
    const runs = await Promise.all(
      ["s1", "s2", "s3"].map((id) => project.aiecs(["run", "marks.json", "--mode", "sequence", "--task-id", id])),
    );
    for (const { code, stdout } of runs) {
      expect(code).toBe(0);
      expect(stdout).toContain("Done: 3 of 3 steps completed");
      expect(stdout).toMatch(/^✓ \[0\].*\n✓ \[1\].*\n✓ \[2\]/);
    }
    expect((await marks()).toSorted()).toEqual(["a", "a", "a", "b", "b", "b", "c", "c", "c"]);
    child.kill("SIGTERM");
    expect((await end).code).toBe(0);
  });

  it("[TASK-6] goes on with a task by itself once its step is approved on the command line", async () => {
    const { child, end, url } = await startServer();
    const steps = [{ id: "go", operation: "math_tool.mark", params: { name: "x" }, approval: true }];
    await post(`${url}/api/tasks`, { plan: { steps }, task_id: "asked" });
    const shown = async (): Promise<unknown> => (await fetch(`${url}/api/tasks/asked`)).json();
    await expect.poll(shown, { timeout: 5_000 }).toMatchObject({ waiting: [{ id: "go" }] });
    expect((await project.aiecs(["tasks", "approve", "asked", "go"])).code).toBe(0);
    await expect.poll(marks, { timeout: 5_000 }).toEqual(["x"]);
    child.kill("SIGTERM");
    expect((await end).code).toBe(0);
  });
});

describe("aiecs serve, when it cannot start", () => {
  it("[AUTH-1] [USE-3] refuses to listen wider than this machine without auth, and says how to configure it", async () => {
    const { code, stdout, stderr } = await project.aiecs(["serve", "--host", "0.0.0.0", "--port", "0"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(
      /^aiecs: host: without api_keys or jwt under auth .* this machine alone .*, received 0\.0\.0\.0\n/,
    );
    expect(stderr).toContain("server: { auth: { api_keys: [{ user: me, key_env: MY_KEY }] } }");
  });

  it("[USE-3] says that a port is in use, and exits with 1", async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, "127.0.0.1", () => {
        const address = other.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      }),
    );
    const args = ["serve", "--port", String(port)];
    expect(await project.aiecs(args)).toEqual({
      code: 1,
      stdout: "",
      stderr: `aiecs: Port ${port} of 127.0.0.1 is in use: stop what listens there, or choose another port\n`,
    });
    other.close();
  });

  it("[USE-3] says what is wrong with a database, and exits with 6", async () => {
    await mkdir(join(project.folder, "folder.db"));
    await project.write("text.db", "this is no database at all, however long it may be ".repeat(40));
    await project.write("file", "");
    for (const database of ["folder.db", "text.db", "file/tasks.db"]) {
      const { code, stdout, stderr } = await project.aiecs(["serve", "--port", "0", "--database", database]);
      expect({ database, code, stdout }).toEqual({ database, code: 6, stdout: "" });
      expect(stderr).toMatch(/^aiecs: [^\n]*\n$/);
      expect(stderr).toContain(join(project.folder, database));
    }
  });

  it("[USE-3] [CLI-1] names every wrong key and value of the config at once, with its place", async () => {
    await project.write(
      "aiecs.config.yaml",
      "tools: [./math-tool.ts]\nserver:\n  prt: 8000\n  host: 7\ntasks:\n  databse: x.db\n  lease_s: -1\nsever: {}\nmcp_servers:\n  x: { comand: y }\n",
    );
    const file = join(project.folder, "aiecs.config.yaml");
    const { code, stderr } = await project.aiecs(["serve"]);
    expect(code).toBe(2);
    expect(stderr.trimEnd().split("\n")).toEqual([
      `aiecs: ${file}: The config file is not valid`,
      `  ${file}:3:3: server.prt: unknown key, did you mean port?`,
      expect.stringMatching(/:4:3: server\.host: expected .*, received 7$/),
      `  ${file}:6:3: tasks.databse: unknown key, did you mean database?`,
      expect.stringMatching(/:7:3: tasks\.lease_s: expected a number above 0, received -1$/),
      expect.stringMatching(/:8:1: sever: unknown key \(did you mean server/),
      expect.stringMatching(/:10:3: mcp_servers\.x: expected command .* or url/),
    ]);
  });

  it("[USE-3] takes nothing in place of a service that the environment names", async () => {
    const env = { AIECS_DATABASE_URL: "tasks.db" };
    expect(await project.aiecs(["tasks", "list"], { env })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "aiecs: AIECS_DATABASE_URL: expected postgres://user:password@host:port/database\n" +
        "A file of SQLite is named by AIECS_DATABASE.\n",
    });
  });

  it("[USE-3] says what a port must be", async () => {
    expect(await project.aiecs(["serve", "--port", "70000"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "aiecs: --port: expected a port from 0 to 65535, received 70000\n",
    });
    const { stderr } = await project.aiecs(["serve"], { env: { AIECS_PORT: "http" } });
    expect(stderr).toBe("aiecs: AIECS_PORT: expected a port from 0 to 65535, received http\n");
  });
});

describe("settings of the service", () => {
  it("come from options before the config file, and from there before the environment", async () => {
    await project.write("one.json", '[{"operation":"math_tool.add","params":{"a":1}}]');
    const run = ["run", "one.json", "--task-id", "t", "-q"];
    const env = { AIECS_DATABASE: "env.db" };
    await project.aiecs(run, { env });
    await project.write("aiecs.config.yaml", "tools: [./math-tool.ts]\ntasks: { database: file.db }\n");
    await project.aiecs(run, { env });
    await project.aiecs([...run, "--database", "option.db"], { env });
    for (const name of ["env.db", "file.db", "option.db"]) {
      expect((await readFile(join(project.folder, name))).subarray(0, 6).toString()).toBe("SQLite");
    }
  });

  it("[TOOL-7] are looked at by aiecs doctor", async () => {
    const { code, stdout } = await project.aiecs(["doctor", "--json"], { env: { AIECS_PORT: "0" } });
    expect(code).toBe(0);
    const { findings }: { findings: { name: string; status: string; detail: string }[] } = JSON.parse(stdout);
    expect(findings).toContainEqual(expect.objectContaining({ name: "task database", status: "ok" }));
    expect(findings).toContainEqual({ area: "server", name: "port", status: "ok", detail: "127.0.0.1:0 is free" });
    await project.write("broken.db", "no database ".repeat(100));
    const broken = await project.aiecs(["doctor", "--json"], { env: { AIECS_DATABASE: "broken.db", AIECS_PORT: "0" } });
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain("broken.db");
  });
});

const marks = async (): Promise<string[]> => {
  const text = await readFile(join(project.folder, "marks.txt"), "utf8").catch(() => "");
  return text.split("\n").filter((line) => line !== "");
};
