import { createExecutor } from "@aiecs/core";
import { createTable, type Table } from "@aiecs/core/toolkit";
import burning from "../burning-tool.ts";
import type { Threads } from "../work.ts";

/** Operations that run on threads, each through the full pipeline; as many threads as there are cores. */
export function create(): Threads {
  const executor = createExecutor({
    tools: [burning],
    config: { rate_limit_requests_per_second: 0, max_thread_memory_mb: 512 },
  });
  const tables = new Map<number, Table>();
  const tableOf = (rows: number): Table => {
    const made = tables.get(rows) ?? createTable({ columns: { id: Array.from({ length: rows }, (_, row) => row) } });
    tables.set(rows, made);
    return made;
  };
  return {
    burn: (rounds) => executor.executeOperation("burning.burn", { rounds }),
    nothing: () => executor.executeOperation("burning.nothing", {}),
    makeBuffer: (bytes) => executor.executeOperation("burning.make_buffer", { bytes }),
    countRows: (rows) => executor.executeOperation("burning.count_rows", { df: tableOf(rows) }),
  };
}
