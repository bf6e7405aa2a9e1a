import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createExecutor, defineTool, openTasks, ToolRegistry } from "@aiecs/core";
import type { AuthConfig } from "#auth/auth-config.ts";
import { createServer } from "#create-server.ts";

export type TenantServer = AsyncDisposable & {
  readonly url: string;
  /** A request by the key of a user; `undefined` shows none. */
  readonly ask: (
    key: string | undefined,
    path: string,
    init?: { method?: string; body?: unknown },
  ) => Promise<Response>;
  /** Which operations ran. */
  readonly ran: string[];
};

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Users `ann` and `bob`, `calc` who may use one tool only, and `none` who may do nothing; each key is the user's name. With `ann-runs` ann may execute only. */
const auth: AuthConfig = {
  api_keys: [
    { key_sha256: sha256("ann"), user: "ann" },
    { key_sha256: sha256("bob"), user: "bob", quotas: { max_open_tasks: 2 } },
    { key_sha256: sha256("calc"), user: "calc", tools: ["math_tool"] },
    { key_sha256: sha256("none"), user: "none", scopes: [] },
    { key_sha256: sha256("ann-runs"), user: "ann", scopes: ["execute"] },
  ],
};

/** A whole server with durable tasks, for several users. */
export async function openTenantServer(): Promise<TenantServer> {
  const folder = await mkdtemp(join(tmpdir(), "aiecs-tenants-"));
  const ran: string[] = [];
  const config = { artifacts_folder: join(folder, "runs"), roots: [folder], rate_limit_requests_per_second: 0 };
  const executor = createExecutor({ registry: new ToolRegistry(createTools(ran)), config, environment: {} });
  const service = await openTasks({ executor, database: join(folder, "tasks.db") });
  service.start();
  const server = await createServer({ executor, tasks: service, config: { port: 0, auth, grace_s: 1 } });
  const { url } = await server.listen();
  return {
    url,
    ran,
    ask: (key, path, { method = "GET", body } = {}) =>
      fetch(`${url}${path}`, {
        method,
        headers: {
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    async [Symbol.asyncDispose]() {
      await server.close();
      await service[Symbol.asyncDispose]();
      await executor[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

/** The fields of an answer. */
export async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  const value: unknown = await response.json();
  return Object.fromEntries(Object.entries(value ?? {}));
}

function createTools(ran: string[]) {
  const text = { type: "object", properties: { text: { type: "string" }, spec: { type: "string" } } };
  const math = defineTool({
    name: "math_tool",
    description: "",
    version: "1.0.0",
    operations: {
      echo: { description: "", inputSchema: text, execute: ({ text }: { text?: string }) => text ?? "" },
      linger: {
        description: "",
        inputSchema: text,
        execute: async ({ text }: { text?: string }) => await setTimeout(10, text ?? ""),
      },
      call: {
        description: "Calls another operation.",
        inputSchema: text,
        execute: ({ spec }: { spec?: string }, ctx) => ctx.call(spec ?? "", {}),
      },
    },
  });
  const scraper = defineTool({
    name: "scraper_tool",
    aliases: ["scraper"],
    description: "",
    version: "1.0.0",
    operations: {
      fetch: {
        description: "",
        inputSchema: text,
        execute: () => {
          ran.push("scraper_tool.fetch");
          return "fetched";
        },
      },
      write: {
        description: "",
        inputSchema: text,
        execute: ({ text }: { text?: string }, ctx) =>
          ctx.artifacts.write({ name: "a.txt", mediaType: "text/plain", content: text ?? "" }),
      },
    },
  });
  return [math, scraper];
}
