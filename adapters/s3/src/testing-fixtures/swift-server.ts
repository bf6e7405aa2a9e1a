import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { ringScript, type SwiftPorts, storageServers, swiftFiles, swiftKeys } from "./swift-config.ts";

/**
 * A store of one's own that speaks S3, an OpenStack Swift on loopback with its data in a fresh folder. Disposing of it
 * ends it and removes the folder.
 */
export type SwiftServer = AsyncDisposable & {
  readonly endpoint: string;
  readonly port: number;
  /** For requests past what is tested. */
  readonly client: S3Client;
  /** Makes a bucket; gives its URL. */
  createBucket(name: string): Promise<string>;
  /** Ends the part that clients speak to, as a power cut would. */
  kill(): Promise<void>;
  /** Starts that part again on the same port. */
  restart(): Promise<void>;
  /** Freezes it: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
};

const startsWithinMs = 20_000;
/** The interpreter that the packages of the system belong to, whatever else stands before it in the path. */
const python = "/usr/bin/python3";

/** Starts `swift-proxy-server` and what stands behind it on free ports. */
export async function startSwift(): Promise<SwiftServer> {
  const folder = await mkdtemp(join(tmpdir(), "aiecs-swift-"));
  const ports = await freePorts();
  const others: ChildProcess[] = [];
  let proxy: ChildProcess | undefined;
  const dispose = async (): Promise<void> => {
    client.destroy();
    await Promise.all([...others, ...(proxy ? [proxy] : [])].map(end));
    await rm(folder, { recursive: true, force: true });
  };
  const startProxy = async (): Promise<void> => {
    proxy = launch("swift-proxy-server", [join(folder, "proxy.conf")]);
    await untilListening(proxy, ports.proxy);
  };
  const endpoint = `http://127.0.0.1:${ports.proxy}`;
  const client = new S3Client({
    endpoint,
    forcePathStyle: true,
    region: "us-east-1",
    credentials: swiftKeys.owner,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  try {
    await mkdir(join(folder, "devices", "d1"), { recursive: true });
    for (const [name, content] of swiftFiles(folder, ports)) await writeFile(join(folder, name), content);
    const rings = promisify(execFile)(python, ["-c", ringScript(folder, ports)]);
    const { username } = userInfo();
    others.push(launch("memcached", ["-u", username, "-l", "127.0.0.1", "-p", `${ports.cache}`, "-m", "16"]));
    await rings;
    for (const server of storageServers)
      others.push(launch(`swift-${server}-server`, [join(folder, `${server}.conf`)]));
    const listening = [ports.cache, ports.account, ports.container, ports.object];
    await Promise.all([startProxy(), ...others.map((child, index) => untilListening(child, listening[index] ?? 0))]);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    endpoint,
    port: ports.proxy,
    client,
    async createBucket(name) {
      await client.send(new CreateBucketCommand({ Bucket: name }));
      return `s3://${name}?endpoint=${encodeURIComponent(endpoint)}`;
    },
    async kill() {
      if (proxy) await end(proxy);
    },
    restart: startProxy,
    pause: () => void proxy?.kill("SIGSTOP"),
    resume: () => void proxy?.kill("SIGCONT"),
    [Symbol.asyncDispose]: dispose,
  };
}

async function freePorts(): Promise<SwiftPorts> {
  // All at once, so that no two are the same.
  const servers = Array.from({ length: 5 }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => {
    const address = server.address();
    server.close();
    return address !== null && typeof address === "object" ? address.port : 0;
  });
  const [account = 0, container = 0, object = 0, proxy = 0, cache = 0] = ports;
  return { account, container, object, proxy, cache };
}

const said = new WeakMap<ChildProcess, string>();

function launch(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  child.once("close", () => process.removeListener("exit", killWithUs));
  child.once("error", (error) => said.set(child, error.message));
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (part: string) => {
      said.set(child, ((said.get(child) ?? "") + part).slice(-4_000));
    });
  }
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  for (const start = Date.now(); Date.now() - start < startsWithinMs; await delay(50)) {
    if (await isListening(port)) return;
    if (child.exitCode !== null || child.pid === undefined) break;
  }
  const packages = "swift-proxy swift-account swift-container swift-object memcached";
  throw new Error(`${child.spawnfile} did not start (apt-get install ${packages}):\n${said.get(child) ?? ""}`);
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    // Not yet.
    return false;
  } finally {
    socket.destroy();
  }
}
