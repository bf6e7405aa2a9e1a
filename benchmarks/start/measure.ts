import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Figures, median } from "../harness/figures.ts";

const nothing = ["-e", "0"];
const here = fileURLToPath(new URL(".", import.meta.url));

/** Whole processes, from start to end, each paired with one that does nothing. What they compile is kept between them. */
export async function measure(args: readonly string[], { pairs }: { pairs: number }): Promise<Figures> {
  const cacheFolder = mkdtempSync(join(tmpdir(), "aiecs-start-"));
  const env = { ...process.env, XDG_CACHE_HOME: cacheFolder, NODE_ENV: "production" };
  try {
    timeProcess(args, env);
    const times: number[] = [];
    const ratios: number[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const emptyMs = timeProcess(nothing, env);
      const ms = timeProcess(args, env);
      times.push(ms);
      ratios.push(ms / emptyMs);
    }
    return { ms: median(times), ratio: median(ratios) };
  } finally {
    rmSync(cacheFolder, { recursive: true, force: true });
  }
}

function timeProcess(args: readonly string[], env: NodeJS.ProcessEnv): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: here, env, stdio: ["ignore", "ignore", "pipe"] });
  const ms = performance.now() - startedAt;
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}:\n${stderr}`);
  return ms;
}
