import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { promisify } from "node:util";

/**
 * A network namespace that one cable joins to a bridge of this machine. A cut pulls the cable out of the bridge: both
 * sides keep addresses, routes and connections, and packets vanish either way. Disposing of it removes all.
 */
export type NetworkNamespace = AsyncDisposable & {
  /** This machine's address, as seen from inside. */
  readonly hostAddress: string;
  readonly insideAddress: string;
  /** What stands before a command that is to run inside. */
  readonly enter: readonly string[];
  cut(): Promise<void>;
  heal(): Promise<void>;
};

const namePattern = /^aiecs-([0-9a-z]+)-[0-9a-f]+$/;

/** @throws when this user or this kernel cannot make one */
export async function createNetworkNamespace(): Promise<NetworkNamespace> {
  await removeAbandoned();
  const id = `${process.pid.toString(36)}-${randomBytes(2).toString("hex")}`;
  const { space, bridge, port } = namesOf(id);
  const subnet = freeSubnet();
  try {
    await ip("netns", "add", space);
    // Without a delay a port that comes up would let nothing through for 15 seconds.
    await ip("link", "add", "name", bridge, "type", "bridge", "forward_delay", "0");
    await ip("address", "add", `${subnet}.1/24`, "dev", bridge);
    await ip("link", "set", bridge, "up");
    await ip("link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", space);
    await ip("link", "set", port, "master", bridge, "up");
    await ip("-n", space, "address", "add", `${subnet}.2/24`, "dev", "eth0");
    await ip("-n", space, "link", "set", "eth0", "up");
    await ip("-n", space, "link", "set", "lo", "up");
  } catch (error) {
    await remove(id);
    throw error;
  }
  return {
    hostAddress: `${subnet}.1`,
    insideAddress: `${subnet}.2`,
    enter: ["ip", "netns", "exec", space],
    cut: () => ip("link", "set", port, "down"),
    heal: () => ip("link", "set", port, "up"),
    [Symbol.asyncDispose]: () => remove(id),
  };
}

/** Whether this process may make namespaces and links: the capabilities CAP_NET_ADMIN and CAP_SYS_ADMIN. */
export function mayMakeNamespaces(): boolean {
  if (process.platform !== "linux") return false;
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  const needed = (1n << 12n) | (1n << 21n);
  return (BigInt(`0x${effective}`) & needed) === needed;
}

/** Those of processes that were killed, with whatever still runs inside. */
async function removeAbandoned(): Promise<void> {
  const { stdout } = await run("ip", ["netns", "list"]);
  for (const line of stdout.split("\n")) {
    const [name = ""] = line.split(" ");
    const pid = namePattern.exec(name)?.[1];
    if (pid === undefined || isAlive(Number.parseInt(pid, 36))) continue;
    await remove(name.slice("aiecs-".length));
  }
}

async function remove(id: string): Promise<void> {
  const { space, bridge, port } = namesOf(id);
  const failures: unknown[] = [];
  for (const pid of await pidsIn(space)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended since it was listed.
    }
  }
  for (const args of [
    ["link", "delete", port],
    ["link", "delete", bridge],
    ["netns", "delete", space],
  ]) {
    await ip(...args).catch((error: unknown) => {
      // What was never made, or what another process has removed meanwhile, is as it should be.
      if (!/Cannot find device|No such file/.test(String(error))) failures.push(error);
    });
  }
  if (failures.length > 0) throw new AggregateError(failures, `Network namespace ${space} is still there`);
}

async function pidsIn(space: string): Promise<number[]> {
  // A namespace that is not there has no processes.
  const { stdout } = await run("ip", ["netns", "pids", space]).catch(() => ({ stdout: "" }));
  return stdout.split("\n").filter(Boolean).map(Number);
}

/** Names of links have 15 characters at most. */
function namesOf(id: string): { readonly space: string; readonly bridge: string; readonly port: string } {
  return { space: `aiecs-${id}`, bridge: `aib-${id}`, port: `aip-${id}` };
}

/** Three numbers of an address, from the range that is set aside for tests of networks, used by no link of this machine. */
function freeSubnet(): string {
  const taken = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address));
  for (let tries = 0; tries < 100; tries += 1) {
    const [byte = 0] = randomBytes(1);
    const subnet = `198.18.${byte}`;
    if (!taken.some((address) => address.startsWith(`${subnet}.`))) return subnet;
  }
  throw new Error("Links of this machine use all of 198.18.0.0/16: remove some by `ip link delete`");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

const run = promisify(execFile);

async function ip(...args: readonly string[]): Promise<void> {
  await run("ip", [...args]);
}
