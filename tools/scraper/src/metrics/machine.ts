import { readFile, statfs } from "node:fs/promises";
import { join } from "node:path";
import { ValidationError } from "@aiecs/core/toolkit";

/** Room of a mounted filesystem. */
export type Capacity = {
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** Of the free, what ordinary users can have. */
  readonly availableBytes: number;
};

/** What tells how a machine does. */
export interface Machine {
  /** A file below /proc. @throws E001 on a system that has none */
  readProc(path: string): Promise<string>;
  capacityOf(mount: string): Promise<Capacity>;
}

export type MachineOptions = {
  /** @default "/proc" */
  readonly procFolder?: string;
  /** @default what the system says */
  readonly capacityOf?: Machine["capacityOf"];
};

/** The machine that this process runs on. */
export function createLocalMachine(options: MachineOptions = {}): Machine {
  const { procFolder = "/proc", capacityOf = askSystem } = options;
  return {
    capacityOf,
    async readProc(path) {
      const file = join(procFolder, path);
      try {
        return await readFile(file, "utf8");
      } catch (error) {
        throw new ValidationError(
          `Invalid endpoint: 'local' needs ${file}, which this system (${process.platform}) does not let it read; give the address of a node_exporter instead`,
          { cause: error },
        );
      }
    },
  };
}

async function askSystem(mount: string): Promise<Capacity> {
  const { bsize, blocks, bfree, bavail } = await statfs(mount);
  return { totalBytes: blocks * bsize, freeBytes: bfree * bsize, availableBytes: bavail * bsize };
}
