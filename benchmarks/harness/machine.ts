import { cpus, totalmem } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

export type Machine = {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
};

/** What figures depend on besides the code. */
export function describeMachine(): Machine {
  const cores = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cores[0]?.model.trim() ?? "unknown processor",
    cores: cores.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

export function machineLine({ date, cpu, cores, memoryGiB, platform, node }: Machine): string {
  return `${date}; ${cores} × ${cpu}, ${memoryGiB} GiB, ${platform}, Node ${node}`;
}

/** How many cores everybody else keeps busy, looked at while nothing of ours runs. */
export async function loadOfOthers(lookMs: number): Promise<number> {
  const before = busyMs();
  const startedAt = performance.now();
  await sleep(lookMs);
  return (busyMs() - before) / (performance.now() - startedAt);
}

function busyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}
