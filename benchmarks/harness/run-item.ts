import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Benchmark, Item, Settings } from "./benchmark.ts";
import type { Figures } from "./figures.ts";

const childPath = fileURLToPath(new URL("child.ts", import.meta.url));

// Peers run without our condition: some packages name sources by it that Node does not run inside node_modules.
const common = ["--expose-gc"];

/** Measures an item once, in a process of its own. @throws when that process fails, with what it wrote */
export function runItem({ measure }: Pick<Benchmark, "measure">, item: Item, settings: Settings): Promise<Figures> {
  const child = fork(childPath, [measure.href, item.module.href, JSON.stringify({ ...settings, ...item.settings })], {
    execArgv: item.kind === "peer" ? common : [...common, "--conditions=aiecs-source"],
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let figures: Figures | undefined;
  let errors = "";
  child.on("message", (message) => {
    figures = toFigures(message);
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (figures && code === 0) resolve(figures);
      else reject(new Error(`The process of "${item.name}" ended with code ${code}:\n${errors.trim()}`));
    });
  });
}

function toFigures(message: unknown): Figures {
  if (typeof message !== "object" || message === null) throw new Error("An item's process sent no figures");
  return Object.fromEntries(Object.entries(message).map(([name, value]) => [name, Number(value)]));
}
