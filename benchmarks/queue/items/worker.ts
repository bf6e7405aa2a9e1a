/** A process that works off jobs, so that whoever brings them does not take its time. */
import { type DrainOptions, openDrain } from "../drains.ts";
import type { Kind } from "../sides.ts";

/** What the process is asked: whether it is there, to get ready for so many jobs, to work off what there is, to take nothing more, to work until it is to end. */
export type Request = "hello" | { readonly ready: number } | "begin" | "rest" | "serve" | "end";

/** What it says: that it is ready, or what it took. */
export type Answer = "ready" | { readonly ms: number; readonly cpuMs: number };

const { kind, ...options }: DrainOptions & { readonly kind: Kind } = JSON.parse(process.argv[2] ?? "{}");
let drain: Awaited<ReturnType<typeof openDrain>> | undefined;

async function answer(request: Request): Promise<Answer> {
  if (request === "hello") return "ready";
  if (typeof request === "object") {
    drain = await openDrain(kind, request.ready, options);
    return "ready";
  }
  if (request === "serve") {
    drain?.start();
    return "ready";
  }
  if (request === "rest") {
    await drain?.[Symbol.asyncDispose]();
    return "ready";
  }
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  drain?.start();
  await drain?.emptied();
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000 };
}

process.on("message", (request: Request) => {
  if (request === "end") process.exit(0);
  answer(request).then(
    (said) => process.send?.(said),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
