/** What runs inside each thread of the pool: loaded once per thread, then called once per call. */
import { MessageChannel, parentPort, threadId, workerData } from "node:worker_threads";
import { move, transferableSymbol, valueSymbol } from "piscina";
import { operationOf } from "#toolkit/find-operation.ts";
import { HeapKeeper } from "./inside/heap-keeper.ts";
import { LoadedTools } from "./inside/loaded-tools.ts";
import { MainLink } from "./inside/main-link.ts";
import { packForMain } from "./inside/pack-for-main.ts";
import { ThreadContext } from "./inside/thread-context.ts";
import type { Hello, RunMessage, RunOutcome, ToThread } from "./messages.ts";
import { fromThrown, toThrown } from "./thrown.ts";

const tools = new LoadedTools();
const heap = new HeapKeeper(maxMemoryMbOf(workerData));
const link = openLink();
let running: { readonly id: number; readonly context: ThreadContext } | undefined;

// The pool is told what happened before this thread goes down with it; the error itself may not survive the way.
process.on("uncaughtExceptionMonitor", (error) => link.post({ kind: "crash", thrown: toThrown(error) }));

/** Runs one call. Errors come back as data, so that they keep their class, code and details. */
export default async function run(message: RunMessage): Promise<unknown> {
  heap.collectIfDue();
  const context = new ThreadContext(message, link);
  const startedMs = performance.now();
  link.hasPosted = false;
  link.runningCall = message.id;
  running = { id: message.id, context };
  try {
    const tool = await tools.load(message);
    const operation = operationOf(tool, message.operation);
    if (tool.create) context.instance = await tools.instanceOf(tool, context, () => context.askConfig());
    const output = await operation.execute(context.unpack(message.params), context);
    return await toOutcome(output, `${tool.name}.${message.operation}`, context);
  } catch (thrown) {
    return { thrown: toThrown(thrown), posted: link.hasPosted } satisfies RunOutcome;
  } finally {
    running = undefined;
    link.runningCall = undefined;
    heap.afterCall(performance.now() - startedMs);
  }
}

async function toOutcome(output: unknown, spec: string, context: ThreadContext): Promise<unknown> {
  const lentId = context.lentId.bind(context);
  const { packed, transfer } = await packForMain(output, { what: `The result of ${spec}`, move: true, lentId });
  const outcome: RunOutcome = { output: packed, posted: link.hasPosted };
  return transfer.length === 0 ? outcome : move({ [transferableSymbol]: transfer, [valueSymbol]: outcome });
}

/** The pool's own channel goes one way at a time; this one lets a running call ask, and the pool reach it. */
function openLink(): MainLink {
  const { port1, port2 } = new MessageChannel();
  const hello: Hello = { kind: "hello", threadId, port: port2 };
  parentPort?.postMessage(hello, [port2]);
  return new MainLink(port1, receive);
}

function receive(message: Extract<ToThread, { readonly kind: "abort" | "leave" }>): void {
  if (message.kind === "leave") void leave();
  else if (running?.id === message.call) running.context.abort(fromThrown(message.reason));
}

async function leave(): Promise<void> {
  await tools.dispose(({ name }, error) => link.post({ kind: "undisposed", toolName: name, thrown: toThrown(error) }));
  process.exit(0);
}

function maxMemoryMbOf(data: unknown): number {
  if (typeof data === "object" && data !== null && "maxMemoryMb" in data && typeof data.maxMemoryMb === "number") {
    return data.maxMemoryMb;
  }
  return Number.POSITIVE_INFINITY;
}
