import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

export type RunningServer = AsyncDisposable & { readonly url: string };

/**
 * Starts `aiecs serve` on a free port, with a key for each of two users: one is in a variable of its environment, of the
 * other the config holds the hash alone.
 */
export async function startServer(
  folder: string,
  keys: { readonly ana: string; readonly ben: string },
): Promise<RunningServer> {
  const config = {
    tools: ["pandas", "stats", "chart"].map((name) => `@aiecs/tool-${name}`),
    artifacts_folder: join(folder, "runs"),
    tasks: { database: join(folder, "tasks.db") },
    server: {
      port: 0,
      auth: {
        api_keys: [
          { user: "ana", key_env: "ANA_KEY" },
          { user: "ben", key_sha256: createHash("sha256").update(keys.ben).digest("hex") },
        ],
      },
    },
  };
  const configFile = join(folder, "aiecs.config.json");
  await writeFile(configFile, JSON.stringify(config));
  const command = ["--conditions=aiecs-source", "packages/cli/bin/aiecs.mjs", "serve", "--config", configFile];
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ANA_KEY: keys.ana },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const ended = once(child, "exit");
  const [greeting] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  const [url] = /http:\S+/.exec(String(greeting)) ?? [];
  assert(url, `aiecs serve did not start: ${log}`);
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill();
      const [code] = await ended;
      assert.equal(code, 0, log);
    },
  };
}
