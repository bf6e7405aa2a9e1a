import { readdir, readFile } from "node:fs/promises";

type Process = { readonly id: number; readonly parent: number; readonly name: string };

/** The processes of this machine, as the kernel of Linux tells of them. */
async function listProcesses(): Promise<readonly Process[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readProcessFile(id, "stat")));
  return lines.flatMap((line, place) => {
    const [, name, rest] = /^\d+ \((.*)\) (.*)/.exec(line) ?? [];
    const [state, parent] = rest?.split(" ") ?? [];
    if (name === undefined || state === undefined || "ZX".includes(state)) return [];
    return [{ id: Number(ids[place]), parent: Number(parent), name }];
  });
}

/** Empty when the process has ended, or is not ours to look at. */
async function readProcessFile(id: string | number, file: string): Promise<string> {
  return await readFile(`/proc/${id}/${file}`, "utf8").catch(() => "");
}

/**
 * How many LibreOffice work under this process, by their profiles: each has its own, and a helper that one starts bears
 * its name and arguments for a moment.
 */
export async function countOffices(): Promise<number> {
  const all = await listProcesses();
  const family = new Set([process.pid]);
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const { id, parent } of all) if (family.has(parent)) family.add(id);
  }
  const offices = all.filter(({ id, name }) => family.has(id) && name === "soffice.bin");
  const commands = await Promise.all(offices.map(({ id }) => readProcessFile(id, "cmdline")));
  const profiles = commands.map((command) => /-env:UserInstallation=([^\0]+)/.exec(command)?.[1]);
  return new Set(profiles.filter((profile) => profile !== undefined)).size;
}

/** The command lines of all processes in whose environment or arguments a text stands, wherever they hang. */
export async function commandsWith(mark: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { id, name } of await listProcesses()) {
    if (id === process.pid) continue;
    const [environment, command] = await Promise.all([readProcessFile(id, "environ"), readProcessFile(id, "cmdline")]);
    if (environment.includes(mark) || command.includes(mark)) found.push(`${id} ${name} ${command.slice(0, 200)}`);
  }
  return found;
}

/** Counts processes of LibreOffice ten times a second until it is disposed. */
export function watchOffices(): AsyncDisposable & { readonly most: () => number } {
  let most = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      most = Math.max(most, await countOffices());
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    most: () => most,
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      await watching;
    },
  };
}
