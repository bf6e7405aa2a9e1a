import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const door = fileURLToPath(new URL("../bin/aiecs.mjs", import.meta.url));
/** What Node has compiled once: a server starts twice as fast with it. */
const compileCache = fileURLToPath(new URL("../../../node_modules/.cache", import.meta.url));
const mathTool = fileURLToPath(new URL("./fixtures/math-tool.ts", import.meta.url));

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

type StartOptions = {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** For Node itself. */
  readonly nodeOptions?: readonly string[];
};

/** A folder of a user's own, far from the checkout, in which the command is started. */
export type Project = AsyncDisposable & {
  readonly folder: string;
  write(path: string, content: string | Uint8Array): Promise<void>;
  start(args: readonly string[], options?: StartOptions): ChildProcessWithoutNullStreams;
  aiecs(args: readonly string[], options?: StartOptions): Promise<Ended>;
};

/** Makes a folder with `math-tool.ts` and a config file that names it. */
export async function createProject(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "aiecs-cli-"));
  await copyFile(mathTool, join(folder, "math-tool.ts"));
  await writeFile(join(folder, "aiecs.config.yaml"), "tools: [./math-tool.ts]\n");
  const running = new Set<ChildProcessWithoutNullStreams>();
  const start: Project["start"] = (args, { env = {}, nodeOptions = [] } = {}) => {
    const child = spawn(process.execPath, ["--conditions=aiecs-source", ...nodeOptions, door, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? "", XDG_CACHE_HOME: compileCache, ...env },
    });
    running.add(child);
    child.once("exit", () => running.delete(child));
    return child;
  };
  return {
    folder,
    start,
    async write(path, content) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    },
    aiecs(args, options = {}) {
      const child = start(args, options);
      child.stdin.end(options.stdin ?? "");
      return ended(child);
    },
    async [Symbol.asyncDispose]() {
      // Those that a failed test left behind.
      await Promise.all(
        [...running].map(
          (child) =>
            new Promise((resolve) => {
              child.once("close", resolve).kill("SIGKILL");
            }),
        ),
      );
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits for a process and collects what it wrote. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  // A process that ends before it has read everything is no fault of the test.
  child.stdin.on("error", () => {});
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}

/** Resolves when a process has written some text to one of its streams; rejects when it ends without. */
export function written(stream: NodeJS.ReadableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let all = "";
    stream.on("data", (part) => {
      all += String(part);
      if (all.includes(text)) resolve();
    });
    stream.on("end", () => reject(new Error(`Never wrote ${text}, but ${all}`)));
  });
}
