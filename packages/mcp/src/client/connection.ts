import { type Logger, OperationFailedError, ValidationError } from "@aiecs/core";
import type { ToolContext } from "@aiecs/core/toolkit";
import {
  Client,
  ProtocolError,
  ProtocolErrorCode,
  SdkHttpError,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Tool,
  type Transport,
} from "@modelcontextprotocol/client";
import { readVersion } from "#version.ts";
import { convertResult } from "./convert-result.ts";
import type { FilledServer } from "./fill-secrets.ts";
import { ProgramTransport } from "./program-transport.ts";

export type ConnectionOptions = {
  readonly server: FilledServer;
  /** Hears which tools there are: at each connection, and when the server says that they changed. */
  readonly onTools: (tools: readonly Tool[], version: string) => void;
  readonly logger: Logger | undefined;
};

/** Programs may have to be fetched before they start. */
const connectTimeoutMs = 60_000;
const firstBackoffMs = 1_000;
const maxBackoffMs = 60_000;
/** Longer than any call may take: what ends a call is its signal. */
const noTimeoutMs = 2 ** 31 - 1;
/** Compared with what came over the wire, which is any number. */
const invalidParams: number = ProtocolErrorCode.InvalidParams;

/** One server: connected when it can be, and again when it was lost. */
export class McpConnection implements AsyncDisposable {
  readonly name: string;
  readonly #options: ConnectionOptions;
  #client: Client | undefined;
  #connecting: Promise<Client> | undefined;
  /** The client that is being connected. */
  #opening: Client | undefined;
  #problem: string | undefined;
  #failures = 0;
  #failedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.name = options.server.name;
  }

  /** Why it cannot be reached; undefined while it can. */
  get problem(): string | undefined {
    return this.#client ? undefined : (this.#problem ?? "it is still starting");
  }

  /** @throws E003 when the server cannot be reached; it is tried again from time to time then */
  async connect(): Promise<Client> {
    if (this.#client) return this.#client;
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = undefined;
    });
    return await this.#connecting;
  }

  /** Calls one of its tools. @throws E003 when the tool fails or the server is down, E001 when it refuses the arguments */
  async call(tool: Tool, params: object, context: ToolContext): Promise<unknown> {
    const { signal } = context;
    const source = `${this.name}.${tool.name}`;
    const client = await this.#ready(signal);
    try {
      const result = await client.callTool(
        { name: tool.name, arguments: { ...params } },
        {
          signal,
          timeout: noTimeoutMs,
          onprogress: ({ progress, total, message }) => context.progress(fractionOf(progress, total), message),
        },
      );
      return await convertResult(result, context, { source, hasOutputSchema: tool.outputSchema !== undefined });
    } catch (error) {
      signal.throwIfAborted();
      throw this.#explain(source, client, error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const connecting = this.#connecting;
    await this.#opening?.close();
    await this.#client?.close();
    this.#client = undefined;
    // It fails, since it was closed.
    await connecting?.catch(() => undefined);
  }

  async #ready(signal: AbortSignal): Promise<Client> {
    if (this.#client) return this.#client;
    const justFailed = this.#failures > 0 && performance.now() - this.#failedAt < firstBackoffMs;
    if (justFailed && !this.#connecting) throw this.#downError();
    const { promise, reject } = Promise.withResolvers<never>();
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    try {
      return await Promise.race([this.connect(), promise]);
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  async #open(): Promise<Client> {
    clearTimeout(this.#timer);
    const { server, onTools } = this.#options;
    const transport = this.#createTransport();
    const client: Client = new Client(
      { name: "aiecs", version: readVersion() },
      {
        capabilities: {},
        // Programs of the first protocol may end at the question which one they speak.
        versionNegotiation: { mode: server.kind === "http" ? "auto" : "legacy" },
        listChanged: {
          tools: { onChanged: (_error, tools) => void (tools && onTools(tools, versionOf(client))) },
        },
      },
    );
    client.onerror = (error) => this.#options.logger?.debug({ server: this.name, error }, "MCP server");
    this.#opening = client;
    try {
      await client.connect(transport, { timeout: connectTimeoutMs });
      const { tools } = await client.listTools();
      if (this.#closed) throw new Error("closed");
      onTools(tools, versionOf(client));
    } catch (error) {
      await client.close().catch(() => undefined);
      throw this.#fail(describe(error, transport));
    } finally {
      this.#opening = undefined;
    }
    this.#client = client;
    this.#problem = undefined;
    this.#failures = 0;
    client.onclose = () => this.#lose(client, describe(new Error("the connection was closed"), transport));
    return client;
  }

  #createTransport(): Transport {
    const { server, logger } = this.#options;
    if (server.kind === "program") {
      const onLine = (line: string): void => logger?.debug({ server: this.name }, line);
      return new ProgramTransport({ ...server, onLine });
    }
    const requestInit = { headers: { ...server.headers } };
    if (server.kind === "sse") return new SSEClientTransport(server.url, { requestInit });
    return new StreamableHTTPClientTransport(server.url, { requestInit });
  }

  #lose(client: Client, problem: string): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    if (!this.#closed) this.#fail(problem);
  }

  /** Remembers why it is down, and tries again later. */
  #fail(problem: string): OperationFailedError {
    this.#problem = problem;
    this.#failedAt = performance.now();
    const waitMs = Math.min(firstBackoffMs * 2 ** this.#failures, maxBackoffMs);
    this.#failures += 1;
    if (!this.#closed) {
      this.#options.logger?.warn({ server: this.name, problem, retryInMs: waitMs }, "An MCP server is down");
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        // A failure is remembered and told by then.
        this.connect().catch(() => undefined);
      }, waitMs).unref();
    }
    return this.#downError();
  }

  #downError(): OperationFailedError {
    return new OperationFailedError(`MCP server '${this.name}' is down: ${this.problem}`, {
      details: { server: this.name, reason: "server_down" },
    });
  }

  #explain(source: string, client: Client, error: unknown): unknown {
    if (error instanceof OperationFailedError) return error;
    if (error instanceof ProtocolError) {
      const { code, message } = error;
      if (code === invalidParams) {
        return new ValidationError(`${source} refused the call: ${message}`, { cause: error });
      }
      return new OperationFailedError(`${source} failed: ${message}`, { details: { code }, cause: error });
    }
    if (this.#client !== client) return this.#downError();
    const reason = error instanceof Error ? reasonOf(error) : String(error);
    // A server that was started anew knows nothing of the session, and one that is gone answers nothing.
    if (error instanceof SdkHttpError || error instanceof TypeError) {
      this.#lose(client, reason);
      client.close().catch(() => undefined);
      return this.#downError();
    }
    return new OperationFailedError(`${source} failed: ${reason}`, { cause: error });
  }
}

function versionOf(client: Client): string {
  const version = client.getServerVersion()?.version;
  return version === undefined || version === "" ? "0.0.0" : version;
}

function fractionOf(progress: number, total: number | undefined): number {
  // Without a total nobody knows how far it is: it only ever comes nearer.
  return total ? Math.min(progress / total, 1) : 1 - 1 / (1 + Math.max(progress, 0));
}

function describe(error: unknown, transport: Transport): string {
  const reason = error instanceof Error ? reasonOf(error) : String(error);
  const exit = transport instanceof ProgramTransport ? transport.exit : undefined;
  return exit === undefined ? reason : `the program ended (${exit})`;
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: Error): string {
  const { cause } = error;
  return cause instanceof Error && error.message === "fetch failed" ? cause.message : error.message;
}
