import type { MessagePort } from "node:worker_threads";
import type { Artifact, ArtifactContent } from "#contracts/artifact-store.ts";
import type { FilePlace } from "#contracts/file-access.ts";
import type { ResourceLimits } from "#contracts/limits.ts";
import type { NetworkRequest, NetworkResponse } from "#contracts/network-access.ts";
import type { RecordsOptions, TableColumn, TableRecord } from "#contracts/table.ts";
import type { WireError } from "#contracts/wire-error.ts";
import type { TableCells } from "#toolkit/memory-table.ts";

/** Everything that crosses between the main thread and the pool's threads. */

/** One call, from the main thread to the thread that runs it. */
export type RunMessage = {
  readonly id: number;
  readonly toolName: string;
  readonly toolVersion: string;
  /** The module whose default export is the tool. */
  readonly module: string;
  readonly operation: string;
  readonly params: Packed;
  readonly userId: string | undefined;
  readonly taskId: string;
  readonly stepIndex: number;
  readonly attempt: number;
  readonly idempotencyKey: string;
  /** Absent when there is none. */
  readonly input: Packed | undefined;
  readonly limits: ResourceLimits;
  /** The log levels that are on: a bit for each of `logLevels`, from the lowest. */
  readonly levels: number;
};

/** How a call ended. `posted` says that the thread's port holds messages of this call which came before its end. */
export type RunOutcome =
  | { readonly output: Packed; readonly posted: boolean }
  | { readonly thrown: Thrown; readonly posted: boolean };

/** The first message of every thread: the port by which it is reached, and by which its running call asks for things. */
export type Hello = { readonly kind: "hello"; readonly threadId: number; readonly port: MessagePort };

export type FromThread =
  | {
      readonly kind: "progress";
      readonly call: number;
      readonly fraction: number;
      readonly message: string | undefined;
    }
  | { readonly kind: "log"; readonly call: number; readonly line: LogLine }
  | { readonly kind: "request"; readonly call: number; readonly id: number; readonly request: Request }
  /** The last words of a thread in which nobody caught an error. */
  | { readonly kind: "crash"; readonly thrown: Thrown }
  | { readonly kind: "undisposed"; readonly toolName: string; readonly thrown: Thrown };

export type ToThread =
  /** `value` is what `Requests` says the kind of request gets. */
  | { readonly kind: "reply"; readonly id: number; readonly value: unknown }
  | { readonly kind: "refusal"; readonly id: number; readonly thrown: Thrown }
  | { readonly kind: "abort"; readonly call: number; readonly reason: Thrown }
  /** Dispose what tools made, then end. */
  | { readonly kind: "leave" };

/** What a running call asks of the main thread, by kind: what it gives and what it gets. */
export type Requests = {
  readonly config: { readonly given: object; readonly got: unknown };
  readonly call: { readonly given: { readonly spec: string; readonly params: Packed }; readonly got: Packed };
  readonly writeArtifact: { readonly given: { readonly artifact: ArtifactContent }; readonly got: Artifact };
  readonly reserveArtifact: { readonly given: { readonly name: string }; readonly got: string };
  readonly adoptArtifact: {
    readonly given: { readonly path: string; readonly mediaType: string; readonly outputPath: string | undefined };
    readonly got: Artifact;
  };
  readonly findArtifact: { readonly given: { readonly artifactId: string }; readonly got: Artifact | undefined };
  readonly readableFile: { readonly given: { readonly path: string }; readonly got: string };
  readonly placeOfFile: { readonly given: { readonly path: string }; readonly got: FilePlace };
  readonly writableFile: { readonly given: { readonly path: string }; readonly got: string };
  readonly fetch: {
    readonly given: { readonly address: string; readonly sent: NetworkRequest | undefined };
    readonly got: NetworkResponse;
  };
  readonly resolve: { readonly given: { readonly host: string; readonly port: number }; readonly got: string };
  readonly records: {
    readonly given: { readonly table: number; readonly options: RecordsOptions | undefined };
    readonly got: readonly TableRecord[];
  };
  readonly column: {
    readonly given: { readonly table: number; readonly name: string };
    readonly got: Float64Array | readonly (string | number | boolean | null)[];
  };
};

export type Request = {
  readonly [K in keyof Requests]: { readonly kind: K } & Requests[K]["given"];
}[keyof Requests];

export const logLevels = ["debug", "info", "warn", "error"] as const;

export type LogLevel = (typeof logLevels)[number];

export type LogLine = { readonly level: LogLevel; readonly fields: object; readonly message: string | undefined };

/** Data in which tables have been taken out: structured cloning would lose their methods. */
export type Packed = { readonly value: unknown; readonly tables?: readonly PlacedTable[] };

export type PlacedTable = { readonly path: Path; readonly table: TableMessage };

export type Path = readonly (string | number)[];

export type TableMessage =
  /** Stays with the main thread; `shape` is left out where the main thread gets its own table back. */
  | { readonly kind: "lent"; readonly id: number; readonly shape?: TableShape }
  /** Was made inside the thread, which may end at any time: comes whole, column by column. */
  | {
      readonly kind: "made";
      readonly cells: readonly TableCells[];
      readonly schema: readonly TableColumn[];
      readonly preview: number;
    };

/** What can be seen of a table without asking for its records. */
export type TableShape = {
  readonly rows: number;
  readonly columns: number;
  readonly schema: readonly TableColumn[];
  readonly data: readonly TableRecord[];
  readonly truncated: boolean;
};

/** Anything that was thrown. Stacks stay within the process, for its logs. */
export type Thrown =
  | { readonly kind: "execution"; readonly error: WireError; readonly stack: string; readonly cause?: Thrown }
  | {
      readonly kind: "error";
      readonly name: string;
      readonly message: string;
      readonly stack: string;
      /** Plain fields such as `code`, `retryable` or `retryAfterMs`. */
      readonly fields: { readonly [name: string]: string | number | boolean | null };
      readonly cause?: Thrown;
    }
  | { readonly kind: "value"; readonly value: string | number | boolean | bigint | null | undefined };
