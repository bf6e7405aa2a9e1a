import { createMemoryCache } from "#adapters/cache/memory-cache.ts";
import type { CallOptions } from "#contracts/call.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { Logger } from "#contracts/logger.ts";
import type { Limits, Operation } from "#contracts/operation.ts";
import { Call, type CallFields, type PreparedOperation } from "#execution/call.ts";
import { Run } from "#execution/run.ts";
import type { Services } from "#execution/services.ts";
import { createManualClock, type ManualClock } from "#testing/manual-clock.ts";
import { defineTool } from "#toolkit/define-tool.ts";
import { type ConfigInput, resolveConfig } from "../config.ts";
import { createServices } from "../create-services.ts";
import { ToolExecutor } from "../tool-executor.ts";

export type LoggedLine = { readonly level: string; readonly fields: Record<string, unknown>; readonly message: string };

/** A logger that keeps its lines. */
export function createListLogger(lines: LoggedLine[], isOn: (level: string) => boolean = () => true): Logger {
  const at = (level: string) => (fields: object, message?: string) =>
    void lines.push({ level, fields: { ...fields }, message: message ?? "" });
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), isLevelEnabled: isOn };
}

export type CallSetUp = {
  readonly operation?: Partial<Operation>;
  readonly toolLimits?: Limits;
  readonly params?: object;
  readonly options?: CallOptions;
  readonly config?: ConfigInput;
  /** Fields of the call itself that the options do not decide. */
  readonly fields?: Partial<CallFields>;
  readonly logs?: (level: string) => boolean;
};

export type PreparedCall = {
  readonly services: Services;
  readonly clock: ManualClock;
  readonly operation: PreparedOperation;
  readonly run: Run;
  readonly call: Call;
  /** Another call of the same operation, in a run of its own. */
  readonly createCall: (options?: CallOptions, fields?: Partial<CallFields>) => Call;
  readonly events: TaskEvent[];
  readonly logged: LoggedLine[];
};

/** A call of an operation `t.work` on its way, with real services on a manual clock: what tests of middleware need. */
export function setUpCall(setUp: CallSetUp = {}): PreparedCall {
  const { params = {}, options = {}, config = {}, fields = {}, logs } = setUp;
  const clock = createManualClock();
  clock.advance(1000);
  const logged: LoggedLine[] = [];
  const work: Operation = { description: "Works.", inputSchema: {}, execute: () => "done", ...setUp.operation };
  const tool = defineTool({
    name: "t",
    description: "",
    version: "1.0.0",
    operations: { work },
    ...setUp.toolLimits,
  });
  const { services } = createServices(
    new ToolExecutor({ tools: [tool] }),
    createMemoryCache({ clock }),
    resolveConfig({ rate_limit_requests_per_second: 0, ...config }),
    { clock, logger: createListLogger(logged, logs), random: () => 0.5 },
  );
  const operation = services.operations.get("t.work");
  const events: TaskEvent[] = [];
  services.events.on("*", (event) => events.push(event));
  const createCall = (own: CallOptions = options, more: Partial<CallFields> = {}): Call => {
    const run = new Run(services, own, { steps: 1 });
    const { userId, cancellation } = run;
    const basics = { run, operation, params, stepIndex: 0, userId, givenTaskId: run.givenTaskId, cancellation };
    return new Call({ ...basics, ...fields, ...more });
  };
  const call = createCall();
  return { services, clock, operation, run: call.run, call, createCall, events, logged };
}
