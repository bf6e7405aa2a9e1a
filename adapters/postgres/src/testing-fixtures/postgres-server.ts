import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";

export type PostgresServerOptions = {
  /** Whether commits wait for the disk: for measurements. What a killed process wrote is kept either way. @default false */
  readonly isDurable?: boolean;
  /** @default clients need none */
  readonly password?: string;
  /** Further settings, as in `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string | number>>;
};

/** A PostgreSQL server of its own. Disposing of it stops it and removes its data. */
export type PostgresServer = AsyncDisposable & {
  readonly url: string;
  readonly port: number;
  /** What it has logged since it was started. */
  log(): string;
  /** Ends at once, with its connections, in good order. */
  stop(): Promise<void>;
  /** Ends as by a loss of power: with nothing written that was not written already. */
  kill(): Promise<void>;
  /** Starts it again on the same port. @default how: "fast" */
  restart(how?: "fast" | "immediate"): Promise<void>;
  /** Freezes it, its connections too, until `resume`. */
  pause(): void;
  resume(): void;
};

type Identity = { readonly uid?: number; readonly gid?: number };

const patienceMs = 20_000;

/** Starts a server on a free port of this machine, with its data in a new temporary folder. */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const { password } = options;
  const folder = mkdtempSync(join(tmpdir(), "aiecs-postgres-"));
  const identity = await unprivileged();
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid ?? identity.uid);
  const data = join(folder, "data");
  const guard = startGuard(folder);
  const port = await freePort();
  const url = `postgres://postgres${password === undefined ? "" : `:${password}`}@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;
  let log = "";
  const start = async (): Promise<void> => {
    server = spawn(program("postgres"), ["-D", data, ...settings(port, folder, options)], {
      ...identity,
      stdio: ["ignore", "ignore", "pipe"],
    });
    log = "";
    server.stderr?.setEncoding("utf8").on("data", (part: string) => (log += part));
    await answers(url, server, () => log);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const exit = once(server, "exit");
    server.kill(signal);
    await exit;
  };
  const remove = async (): Promise<void> => {
    await end("SIGQUIT");
    rmSync(folder, { recursive: true, force: true });
    guard.stdin.end();
  };
  try {
    await initialize(folder, identity, password);
    await start();
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    url,
    port,
    log: () => log,
    stop: () => end("SIGINT"),
    kill: () => end("SIGQUIT"),
    async restart(how = "fast") {
      await end(how === "fast" ? "SIGINT" : "SIGQUIT");
      await start();
    },
    pause: () => signalAll(server, "SIGSTOP"),
    resume: () => signalAll(server, "SIGCONT"),
    async [Symbol.asyncDispose]() {
      signalAll(server, "SIGCONT");
      await remove();
    },
  };
}

/** Ends the server and removes its data when this process is gone, however it went: then nobody holds the pipe any more. */
function startGuard(folder: string) {
  const script =
    'read -r _; [ -d "$0" ] || exit; kill -QUIT "$(head -n 1 "$0/data/postmaster.pid")"; sleep 2; rm -rf "$0"';
  const guard = spawn("sh", ["-c", script, folder], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  guard.unref();
  return guard;
}

async function initialize(folder: string, identity: Identity, password: string | undefined): Promise<void> {
  const args = ["-D", join(folder, "data"), "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"];
  if (password === undefined) args.push("--auth=trust");
  else {
    const file = join(folder, "password");
    writeFileSync(file, password);
    args.push("--auth=scram-sha-256", `--pwfile=${file}`);
  }
  await promisify(execFile)(program("initdb"), args, identity);
}

function settings(port: number, folder: string, { isDurable = false, settings: more = {} }: PostgresServerOptions) {
  const all = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: folder,
    fsync: isDurable ? "on" : "off",
    log_min_messages: "fatal",
    ...more,
  };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** PostgreSQL refuses to run as root. */
async function unprivileged(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("PostgreSQL cannot run as root, and there is neither a user postgres nor nobody");
}

/** Of the newest version that is installed, else the one on the path. */
function program(name: string): string {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(root, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  const path = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (path) return path;
  throw new Error(`PostgreSQL is not installed: there is no ${name}, neither below ${root} nor on the path`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address === "object" && address) return address.port;
  throw new Error("There is no free port");
}

async function answers(url: string, server: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL ended at once: ${log()}`, { cause: error });
      if (Date.now() > deadline) throw new Error(`PostgreSQL does not start: ${log()}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** The server's processes: the one that was started, and those that it did. */
function signalAll(server: ChildProcess | undefined, signal: NodeJS.Signals): void {
  if (server?.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, "utf8").split(" ");
  for (const pid of [server.pid, ...children.map(Number)]) {
    if (pid <= 0) continue;
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended since it was listed.
    }
  }
}
