import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** What tells one process from all others that are or were on this machine. */
type ProcessName = { readonly machine: string; readonly pid: number; readonly startedAt: string };

/** A name for a process that runs tasks, never given twice: `host/pid namespace/pid/start/random`. */
export function createRunnerId(): string {
  const { machine, pid, startedAt } = ownName();
  return `${machine}/${pid}/${startedAt}/${randomUUID().slice(0, 8)}`;
}

/**
 * Whether a runner is known to be gone: its process was on this machine and is no more. False where nobody can tell, as
 * of runners on other machines.
 */
export function isDeadHere(runner: string): boolean {
  const [host, namespace, pidText = "", startedAt] = runner.split("/");
  const own = ownName();
  const pid = Number(pidText);
  if (`${host}/${namespace}` !== own.machine || !Number.isSafeInteger(pid) || pid <= 0) return false;
  if (!isRunning(pid)) return true;
  // A process number is given again; the moment of its start is not.
  const now = startOf(pid);
  return now !== "" && startedAt !== "" && now !== startedAt;
}

function ownName(): ProcessName {
  return {
    machine: `${hostname().replaceAll("/", "_")}/${pidNamespace()}`,
    pid: process.pid,
    startedAt: startOf(process.pid),
  };
}

/** Containers on one machine may have one host name and the same process numbers. */
function pidNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid").replace(/\D/g, "");
  } catch {
    // Systems other than Linux have no such thing: one machine, one set of process numbers.
    return "0";
  }
}

/** When a process started, in ticks since the machine did; empty where that is not known. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold anything; the start is the twentieth field after it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    // Not Linux, or the process has just ended: then its number alone must tell.
    return "";
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
