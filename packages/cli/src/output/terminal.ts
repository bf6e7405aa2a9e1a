import { Writable } from "node:stream";

/** Where people or programs read. What is written is queued; `Terminal.flush` waits for it. */
export type OutputStream = {
  readonly isTTY: boolean;
  /** Whether colours are shown there: a terminal that has them, and `NO_COLOR` is not set. */
  readonly colors: boolean;
  /** 80 where it is no terminal. */
  readonly columns: number;
  /** 24 where it is no terminal. */
  readonly rows: number;
  write(text: string): void;
};

/** The process's own output. */
export type Terminal = {
  /** Results. Nothing but what commands write here reaches standard output. */
  readonly out: OutputStream;
  /** Progress, warnings and errors. */
  readonly err: OutputStream;
  /** Standard output as a stream, for whoever speaks a protocol over it. */
  protocol(): Writable;
  /** Waits until everything has left the process, or cannot. Returns what kept a result from being written. */
  flush(): Promise<Error | undefined>;
};

/** What ends a pipe when its reader has seen enough: `aiecs tools | head -1` is no failure. */
const readerGone: ReadonlySet<unknown> = new Set(["EPIPE", "ERR_STREAM_DESTROYED"]);

/**
 * Takes over the process's output. Whatever tools print goes to standard error from now on, so that results can be
 * piped into a parser. A pipe that is closed early does not end the process: the work goes on and decides the exit code.
 */
export function openTerminal(): Terminal {
  const { stdout, stderr } = process;
  const writeOut = stdout.write.bind(stdout);
  const writeErr = stderr.write.bind(stderr);
  stdout.write = writeErr;
  let failure: Error | undefined;
  stderr.on("error", () => {
    // Nobody is left to be told.
  });
  stdout.on("error", (error) => {
    if (!("code" in error && readerGone.has(error.code))) failure ??= error;
  });
  return {
    out: toOutputStream(stdout, writeOut),
    err: toOutputStream(stderr, writeErr),
    protocol: () =>
      new Writable({
        decodeStrings: false,
        write: (chunk: string, _encoding, done) => void writeOut(chunk, () => done()),
      }),
    async flush() {
      for (const write of [writeOut, writeErr]) await new Promise<void>((resolve) => write("", () => resolve()));
      return failure;
    },
  };
}

type Write = (text: string, done?: () => void) => boolean;

/** What a stream of the process has of these only when it is a terminal. */
type MaybeTerminal = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  hasColors?(): boolean;
};

function toOutputStream(stream: MaybeTerminal, write: Write): OutputStream {
  return {
    isTTY: stream.isTTY ?? false,
    colors: (stream.hasColors?.() ?? false) && !process.env.NO_COLOR,
    get columns() {
      return stream.columns ?? 80;
    },
    get rows() {
      return stream.rows ?? 24;
    },
    write(text) {
      write(text);
    },
  };
}
