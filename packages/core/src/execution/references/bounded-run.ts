import { type Context, createContext, Script } from "node:vm";

let sandbox: { readonly context: Context; readonly script: Script } | undefined;

/**
 * Runs synchronous code that may take far too long (a regular expression that backtracks, loops in loops) and stops it
 * from outside after `timeoutMs`. Starts a watching thread each time, so it is not for what is known to be quick.
 *
 * @throws Error when it was stopped
 */
export function runWithin<T>(timeoutMs: number, run: () => T): T {
  sandbox ??= { context: createContext({}), script: new Script("run()") };
  const { context, script } = sandbox;
  let value: { readonly done: T } | undefined;
  context.run = () => {
    value = { done: run() };
  };
  try {
    script.runInContext(context, { timeout: timeoutMs });
  } catch (error) {
    if (isTimeout(error)) throw new Error(`it took longer than ${timeoutMs} ms`, { cause: error });
    throw error;
  } finally {
    context.run = undefined;
  }
  if (value === undefined) throw new Error(`it was stopped before ${timeoutMs} ms were over`);
  return value.done;
}

/** The error comes from the sandbox, whose `Error` is not ours. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}
