import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type RedisServerOptions = {
  /** Whether what is written survives `kill` and `restart`. @default false */
  readonly appendOnly?: boolean;
  /** Bytes above which Redis refuses writes. @default no limit */
  readonly maxMemory?: number;
  readonly password?: string;
  /** Further lines of the configuration. */
  readonly config?: readonly string[];
};

/** A Redis of one's own on loopback, with its data in a fresh folder. Disposing of it ends it and removes the folder. */
export type RedisServer = AsyncDisposable & {
  /** With the password, when there is one. */
  readonly url: string;
  readonly port: number;
  /** Ends it in order; `restart` brings it back. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Kills it, if it runs, and starts it again on the same port and folder. */
  restart(): Promise<void>;
  /** Freezes it: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
};

const startsWithinMs = 10_000;

/** Starts `redis-server` on a free port. */
export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "aiecs-redis-"));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child) return;
    const closed = once(child, "close");
    child.kill(signal);
    // A frozen process hears of it only when it goes on.
    child.kill("SIGCONT");
    child = undefined;
    await closed;
  };
  const start = async (): Promise<void> => {
    child = await launch(port, folder, options);
  };
  const dispose = async (): Promise<void> => {
    await end("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await dispose();
    throw error;
  }
  const { password } = options;
  return {
    url: `redis://${password === undefined ? "" : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`,
    port,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    async restart() {
      await end("SIGKILL");
      await start();
    },
    pause: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),
    [Symbol.asyncDispose]: dispose,
  };
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("A server on loopback has no port");
  return address.port;
}

async function launch(port: number, folder: string, options: RedisServerOptions): Promise<ChildProcess> {
  const { appendOnly = false, maxMemory, password, config = [] } = options;
  const lines = [
    `port ${port}`,
    "bind 127.0.0.1",
    `dir ${folder}`,
    'save ""',
    `appendonly ${appendOnly ? "yes" : "no"}`,
    ...(maxMemory === undefined ? [] : [`maxmemory ${maxMemory}`, "maxmemory-policy noeviction"]),
    ...(password === undefined ? [] : [`requirepass ${JSON.stringify(password)}`]),
    ...config,
  ];
  const child = spawn("redis-server", ["-"], { stdio: ["pipe", "pipe", "inherit"] });
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  child.once("close", () => process.removeListener("exit", killWithUs));
  child.stdin.end(`${lines.join("\n")}\n`);
  let said = "";
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string): void => {
      child.kill("SIGKILL");
      reject(new Error(`redis-server did not start (apt-get install redis-server): ${reason}\n${said}`));
    };
    const timer = setTimeout(fail, startsWithinMs, `nothing was ready within ${startsWithinMs} ms`);
    child.once("error", (error) => fail(error.message));
    child.once("close", (code) => fail(`it ended with ${code}`));
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      said = (said + part).slice(-4_000);
      if (!said.includes("Ready to accept connections")) return;
      clearTimeout(timer);
      resolve();
    });
  });
  return child;
}
