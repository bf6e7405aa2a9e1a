import type { ChildProcess } from "node:child_process";
import { endGroup, killGroup, spawnGuarded } from "@aiecs/core/toolkit";
import { type JSONRPCMessage, ReadBuffer, serializeMessage, type Transport } from "@modelcontextprotocol/client";

export type ProgramTransportOptions = {
  readonly command: string;
  readonly args: readonly string[];
  /** All that the program sees of an environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  /** Lines of its standard error. */
  readonly onLine: (line: string) => void;
};

/** How long a program may take to end by itself, before each sterner way. */
const graceMs = 2_000;
const keptCharacters = 500;

/** A connection to a server that runs as a program, which is ended with everything it started. */
export class ProgramTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport["onmessage"];
  readonly #options: ProgramTransportOptions;
  readonly #buffer = new ReadBuffer();
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #lastWords = "";
  #exit: string | undefined;

  constructor(options: ProgramTransportOptions) {
    this.#options = options;
  }

  /** How it ended, with the end of what it said on standard error; undefined while it runs. */
  get exit(): string | undefined {
    if (this.#exit === undefined) return undefined;
    const words = this.#lastWords.trim();
    return words === "" ? this.#exit : `${this.#exit}: ${words}`;
  }

  async start(): Promise<void> {
    const { command, args, env, cwd } = this.#options;
    const child = spawnGuarded(command, args, { env, cwd, stdin: "pipe" });
    this.#child = child;
    const { promise: started, resolve, reject } = Promise.withResolvers<void>();
    child.once("spawn", resolve);
    child.once("error", reject);
    child.stdin?.on("error", (error) => this.onerror?.(error));
    child.stdout?.on("data", (chunk: Buffer) => this.#read(chunk));
    child.stderr?.on("data", (chunk: Buffer) => this.#hear(chunk.toString("utf8")));
    this.#ended = new Promise((end) => {
      child.once("exit", (code, signal) => {
        const missing = code === 127 && this.#lastWords === "" ? `: there is no command ${command}` : "";
        this.#exit = signal ? `ended by ${signal}` : `exit code ${code}${missing}`;
        endGroup(child);
        end();
        this.onclose?.();
      });
    });
    await started;
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#child?.stdin;
    if (!stdin?.writable) throw new Error("The program has ended");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    stdin.write(serializeMessage(message), (error) => (error ? reject(error) : resolve()));
    await promise;
  }

  /** Lets the program end by itself, then asks it to, then ends it. */
  async close(): Promise<void> {
    const child = this.#child;
    if (!child || this.#exit !== undefined) return;
    child.stdin?.end();
    if (await this.#endsWithin(graceMs)) return;
    killGroup(child, "SIGTERM");
    if (await this.#endsWithin(graceMs)) return;
    killGroup(child, "SIGKILL");
    await this.#ended;
  }

  async #endsWithin(ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<false>();
    const timer = setTimeout(resolve, ms, false);
    const ended = await Promise.race([this.#ended.then(() => true), promise]);
    clearTimeout(timer);
    return ended;
  }

  #read(chunk: Buffer): void {
    try {
      this.#buffer.append(chunk);
    } catch (error) {
      // A message without end: nothing that follows can be told apart.
      this.onerror?.(toError(error));
      this.close().catch((failure: unknown) => this.onerror?.(toError(failure)));
      return;
    }
    for (;;) {
      try {
        const message = this.#buffer.readMessage();
        if (message === null) return;
        this.onmessage?.(message);
      } catch (error) {
        this.onerror?.(toError(error));
      }
    }
  }

  #hear(text: string): void {
    this.#lastWords = (this.#lastWords + text).slice(-keptCharacters);
    for (const line of text.split("\n")) if (line.trim() !== "") this.#options.onLine(line);
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
