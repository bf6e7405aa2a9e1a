import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A server in a process of its own, so that who asks does not take its time. */
export type Subject = { readonly url: string; readonly base: string };

const started: ChildProcess[] = [];
process.once("exit", () => {
  for (const child of started) child.kill("SIGKILL");
});

/** Starts the server that is measured, and the bare one that it is compared with. */
export async function create({ server }: { server: string }): Promise<Subject> {
  return { url: await start(server), base: await start("bare") };
}

async function start(name: string): Promise<string> {
  const script = fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, ["--conditions=aiecs-source", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  const [url] = (await once(createInterface(child.stdout), "line")) as [string];
  return url;
}
