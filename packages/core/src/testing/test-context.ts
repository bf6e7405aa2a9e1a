import { mkdtempSync, realpathSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileArtifacts } from "#adapters/artifacts/file-artifacts.ts";
import { taskFolder } from "#adapters/artifacts/safe-names.ts";
import { createFileAccess } from "#adapters/files/file-access.ts";
import { createNetworkAccess } from "#adapters/network/network-access.ts";
import type { NetworkLimits, ResourceLimits } from "#contracts/limits.ts";
import { defaultLimits } from "#contracts/limits.ts";
import type { Logger } from "#contracts/logger.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import { artifactAccess } from "#execution/artifact-access.ts";

export type TestContextOptions = {
  readonly userId?: string | undefined;
  /** @default "test-task" */
  readonly taskId?: string;
  /** @default 0 */
  readonly stepIndex?: number;
  /** @default 1 */
  readonly attempt?: number;
  readonly input?: Readonly<Record<string, unknown>>;
  /** Further folders that the operation may read and write, besides the temporary one. */
  readonly roots?: readonly string[];
  /** @default the executor's */
  readonly limits?: Partial<ResourceLimits>;
  /** Private hosts that the operation may reach, as `host:port`. @default none */
  readonly network?: NetworkLimits;
  /** What `call` does. Without it a nested call fails the test. */
  readonly call?: (spec: string, params: object) => unknown;
};

export type LoggedLine = {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly fields: object;
  readonly message: string | undefined;
};

/** A context for tests of operations, with what the operation did with it. */
export interface TestContext<Instance = unknown> extends ToolContext<Instance>, AsyncDisposable {
  /** The temporary working folder: relative paths start here, and disposing removes it. */
  readonly folder: string;
  readonly progressed: readonly { readonly fraction: number; readonly message: string | undefined }[];
  readonly logged: readonly LoggedLine[];
  /** Fires `signal`. */
  abort(reason?: unknown): void;
}

/**
 * A real context without an executor: artifacts and file access work on a temporary folder; progress and log lines are
 * collected.
 *
 * @example
 * await using context = createTestContext({ roots: [fixtures] });
 * const table = await readCsv.execute({ file_path: join(fixtures, "sales.csv") }, context);
 */
export function createTestContext(options?: TestContextOptions): TestContext;
export function createTestContext<Instance>(
  options: TestContextOptions & { readonly instance: Instance },
): TestContext<Instance>;
export function createTestContext(options: TestContextOptions & { readonly instance?: unknown } = {}): TestContext {
  const { taskId = "test-task", stepIndex = 0, attempt = 1, input = {}, roots = [], call, instance, userId } = options;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "aiecs-test-")));
  const artifactsFolder = join(folder, ".aiecs", "runs");
  const limits = { ...defaultLimits, ...options.limits };
  const files = createFileAccess({
    roots: [folder, ...roots],
    limits,
    workingFolder: folder,
    artifactsFolder,
    ownFolder: taskFolder(artifactsFolder, taskId),
  });
  const store = createFileArtifacts({ folder: artifactsFolder, files });
  const controller = new AbortController();
  const progressed: TestContext["progressed"][number][] = [];
  const logged: LoggedLine[] = [];

  return {
    userId,
    taskId,
    stepIndex,
    attempt,
    input,
    instance,
    folder,
    progressed,
    logged,
    files,
    limits,
    network: createNetworkAccess({
      config: { network: options.network ?? { allow: [] }, limits },
      signal: () => controller.signal,
    }),
    signal: controller.signal,
    idempotencyKey: `${taskId}:${stepIndex}`,
    log: collectLog(logged),
    artifacts: artifactAccess(store, { taskId, userId }),
    progress: (fraction, message) => void progressed.push({ fraction, message }),
    async call(spec, params = {}) {
      if (call) return await call(spec, params);
      throw new Error(`The operation called ${spec}, but the test context was made without a 'call' option`);
    },
    abort: (reason) => controller.abort(reason),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

function collectLog(lines: LoggedLine[]): Logger {
  const at = (level: LoggedLine["level"]) => (fields: object, message?: string) =>
    void lines.push({ level, fields, message });
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), isLevelEnabled: () => true };
}
