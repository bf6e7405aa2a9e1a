import * as core from "@aiecs/core";
import { describe, expect, it } from "vitest";

/** What is promised by name; what stands after these is there besides. */
const promised = [
  "createExecutor",
  "defineTool",
  "defineOperation",
  "definePlan",
  "parsePlan",
  "analyzePlan",
  "planJsonSchema",
  "OperationExecutor",
  "ToolExecutor",
  "ExecutionUtils",
  "ToolRegistry",
  "createMemoryCache",
  "TaskStepResult",
  "TaskStatus",
  "ErrorCode",
  "ExecutionError",
  "ValidationError",
  "OperationTimeoutError",
  "OperationFailedError",
  "ToolNotFoundError",
  "OperationNotFoundError",
  "OverloadedError",
  "CancelledError",
  "RetryExhaustedError",
  "DatabaseError",
  "DslEvaluationError",
  "assertImplements",
  "checkInterfaceVersion",
  "withLogging",
  "withMetrics",
  "withCache",
  "withRetry",
  "withTimeout",
  "ServiceExecutor",
  "toolFromClass",
];

const besides = [
  "WaitingLine",
  "checkRate",
  "checkSlots",
  "HeldTaskError",
  "LostLeaseError",
  "NotAllowedError",
  "NotFoundError",
  "configFromEnvironment",
  "createDefaultLogger",
  "createFileAccess",
  "createTaskFiles",
  "definitionName",
  "environmentVariables",
  "errorTable",
  "exitCodeOf",
  "fromWireError",
  "fromWireEvent",
  "httpStatusOf",
  "isAllowed",
  "isTable",
  "isToolAllowed",
  "openTasks",
  "pageValue",
  "parsePath",
  "previewArtifact",
  "readArtifactLines",
  "resolveConfig",
  "resolveTaskConfig",
  "specOfDefinition",
  "systemClock",
  "taskKey",
  "toWireError",
  "toWireEvent",
  "valueAt",
];

describe("the public surface", () => {
  it("[LIB-1] has the promised names, and none that nobody knows of", () => {
    expect(Object.keys(core).sort()).toEqual([...promised, ...besides].sort());
    for (const name of promised) expect(Reflect.get(core, name)).toBeDefined();
  });

  it("[LIB-1] gives executors and doors all their methods", () => {
    const executor = core.createExecutor();
    for (const name of ["IOperationExecutor", "ExecutionInterface"] as const) {
      expect(() => core.assertImplements(name, executor)).not.toThrow();
    }
    expect(() => core.assertImplements("ExecutionInterface", new core.ServiceExecutor(executor))).not.toThrow();
    expect(() => core.assertImplements("IToolExecutor", new core.ToolExecutor())).not.toThrow();
    expect(() => core.assertImplements("IToolProvider", new core.ToolRegistry())).not.toThrow();
    for (const cache of [new core.ExecutionUtils(), core.createMemoryCache()]) {
      expect(() => core.assertImplements("ICacheProvider", cache)).not.toThrow();
    }
    const methods = ["executePlan", "analyzePlan", "stream", "on", "registerExecutor", "registerPlan", "executeTask"];
    methods.push(
      "batchExecuteTasks",
      "batchToolCalls",
      "cancelTask",
      "clearCache",
      "extractToolCalls",
      "getUsageReport",
    );
    methods.push("listExecutors", "unregisterExecutor", "getToolInstance", "clearToolCache", "getStats");
    for (const name of methods) expect(Reflect.get(executor, name)).toBeTypeOf("function");
    expect(executor[Symbol.asyncDispose]).toBeTypeOf("function");
  });
});
