import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTestContext } from "@aiecs/core/testing";
import { createEngine, type Engine, type EngineOptions } from "#duckdb/engine.ts";
import type { PandasContext } from "#files/open-table.ts";

type TestContext = ReturnType<typeof createTestContext>;

export type OpenDatabase = AsyncDisposable & {
  readonly engine: Engine;
  readonly context: PandasContext & Pick<TestContext, "folder" | "progressed" | "abort">;
  /** Writes a file into the context's folder and returns its path. */
  write(name: string, content: string | Uint8Array): Promise<string>;
};

export type OpenDatabaseOptions = EngineOptions & {
  readonly input?: Readonly<Record<string, unknown>>;
  readonly roots?: readonly string[];
};

/** A database and a context for operations on it, both gone at the end of the test. */
export async function openDatabase({
  input = {},
  roots = [],
  ...options
}: OpenDatabaseOptions = {}): Promise<OpenDatabase> {
  const engine = await createEngine({ threads: 2, ...options });
  const context = createTestContext({ instance: engine, input, roots });
  return {
    engine,
    context,
    async write(name, content) {
      const path = join(context.folder, name);
      await writeFile(path, content);
      return path;
    },
    async [Symbol.asyncDispose]() {
      await engine.close();
      await context[Symbol.asyncDispose]();
    },
  };
}
