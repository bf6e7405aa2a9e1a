import { inspect } from "node:util";
import type { ArtifactAccess } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { FileAccess } from "#contracts/file-access.ts";
import type { ResourceLimits } from "#contracts/limits.ts";
import type { Logger } from "#contracts/logger.ts";
import type { NetworkAccess } from "#contracts/network-access.ts";
import type { Table } from "#contracts/table.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import { type LogLevel, logLevels, type Packed, type RunMessage, type TableMessage } from "../messages.ts";
import { unpack } from "../unpack.ts";
import { LentTable } from "./lent-table.ts";
import type { MainLink } from "./main-link.ts";
import { packForMain } from "./pack-for-main.ts";

/** What an operation sees of its call inside a thread. Whatever it may ask for is made when it asks. */
export class ThreadContext implements ToolContext {
  readonly userId: string | undefined;
  readonly taskId: string;
  readonly stepIndex: number;
  readonly attempt: number;
  readonly idempotencyKey: string;
  readonly limits: ResourceLimits;
  readonly input: Readonly<Record<string, unknown>>;
  /** What the tool's `create` made in this thread; set before the operation runs. */
  instance: unknown = undefined;
  readonly #id: number;
  readonly #levels: number;
  readonly #link: MainLink;
  readonly #lent = new Map<number, LentTable>();
  #controller: AbortController | undefined;
  #aborted: { readonly reason: unknown } | undefined;

  constructor(message: RunMessage, link: MainLink) {
    this.userId = message.userId;
    this.taskId = message.taskId;
    this.stepIndex = message.stepIndex;
    this.attempt = message.attempt;
    this.idempotencyKey = message.idempotencyKey;
    this.limits = message.limits;
    this.#id = message.id;
    this.#levels = message.levels;
    this.#link = link;
    const input = message.input && this.unpack(message.input);
    this.input = isRecord(input) ? input : {};
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#aborted) this.#controller.abort(this.#aborted.reason);
    }
    return this.#controller.signal;
  }

  /** Tells the operation that nobody waits for it any more. */
  abort(reason: unknown): void {
    this.#aborted = { reason };
    this.#controller?.abort(reason);
  }

  get progress(): ToolContext["progress"] {
    return (fraction, message) => {
      if (typeof fraction !== "number" || Number.isNaN(fraction)) {
        throw new ValidationError(`progress: expected a fraction from 0 to 1, received ${String(fraction)}`);
      }
      const text = message;
      this.#link.post({ kind: "progress", call: this.#id, fraction, message: text });
    };
  }

  get log(): Logger {
    const at = (level: LogLevel) => (fields: object, message?: string) => this.#log(level, fields, message);
    return {
      debug: at("debug"),
      info: at("info"),
      warn: at("warn"),
      error: at("error"),
      isLevelEnabled: (level) => this.#isEnabled(level),
    };
  }

  get artifacts(): ArtifactAccess {
    const link = this.#link;
    const id = this.#id;
    return {
      async write({ name, mediaType, content, outputPath }) {
        // A copy of its own is moved: the operation keeps its bytes, and a view of a part does not take the whole along.
        const own = typeof content === "string" ? content : new Uint8Array(await wholeOf(content));
        const transfer = typeof own === "string" ? [] : [own.buffer];
        return await link.ask(
          id,
          "writeArtifact",
          { artifact: { name, mediaType, content: own, outputPath } },
          transfer,
        );
      },
      reserve: (name) => link.ask(id, "reserveArtifact", { name }),
      find: (artifactId) => link.ask(id, "findArtifact", { artifactId }),
      adopt: (path, mediaType, outputPath) => link.ask(id, "adoptArtifact", { path, mediaType, outputPath }),
    };
  }

  get files(): FileAccess {
    return {
      readable: (path) => this.#link.ask(this.#id, "readableFile", { path }),
      place: (path) => this.#link.ask(this.#id, "placeOfFile", { path }),
      writable: (path) => this.#link.ask(this.#id, "writableFile", { path }),
    };
  }

  get network(): NetworkAccess {
    return {
      // A signal cannot cross: when it fires, nobody waits any more, and the request ends with the call at the latest.
      fetch: (address, { signal, ...sent } = {}) =>
        untilAborted(this.#link.ask(this.#id, "fetch", { address, sent }), signal),
      resolve: (host, port) => this.#link.ask(this.#id, "resolve", { host, port }),
    };
  }

  get call(): ToolContext["call"] {
    return async (spec, params = {}) => {
      const what = `The parameters of ${spec}`;
      const { packed } = await packForMain(params, { what, move: false, lentId: (table) => this.lentId(table) });
      const answer = await this.#link.ask(this.#id, "call", { spec, params: packed });
      return this.unpack(answer);
    };
  }

  /** The config of the call's tool, for its `create`. */
  askConfig(): Promise<unknown> {
    return this.#link.ask(this.#id, "config", {});
  }

  /** Puts tables into what came from the main thread. One table is one object, however often it comes. */
  unpack(packed: Packed): unknown {
    return unpack(packed, (message) => this.#borrow(message));
  }

  /** The number under which the main thread knows a table that it lent to this call. */
  lentId(table: Table): number | undefined {
    for (const [id, lent] of this.#lent) if (lent === table) return id;
    return undefined;
  }

  #borrow(message: TableMessage): Table {
    if (message.kind !== "lent" || !message.shape) throw new Error("Expected a lent table with its shape");
    const { id } = message;
    let lent = this.#lent.get(id);
    if (!lent) {
      lent = new LentTable(message.shape, {
        records: (options) => this.#link.ask(this.#id, "records", { table: id, options }),
        column: (name) => this.#link.ask(this.#id, "column", { table: id, name }),
      });
      this.#lent.set(id, lent);
    }
    return lent;
  }

  #isEnabled(level: LogLevel): boolean {
    return (this.#levels & (1 << logLevels.indexOf(level))) !== 0;
  }

  #log(level: LogLevel, fields: object, message: string | undefined): void {
    if (!this.#isEnabled(level)) return;
    const line = { kind: "log", call: this.#id } as const;
    try {
      this.#link.post({ ...line, line: { level, fields, message } });
    } catch {
      // Fields that cannot be copied are still worth a line.
      this.#link.post({ ...line, line: { level, fields: { fields: inspect(fields) }, message } });
    }
  }
}

/** Parts do not cross one by one: whoever writes much from a thread reserves a file and adopts it. */
async function wholeOf(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return content;
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
