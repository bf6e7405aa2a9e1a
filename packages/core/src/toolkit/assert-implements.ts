import { ValidationError } from "#contracts/errors.ts";

const methodsOf = {
  IToolProvider: ["getTool", "hasTool"],
  IToolExecutor: ["execute", "executeAsync"],
  ICacheProvider: ["generateCacheKey", "getFromCache", "addToCache"],
  IOperationExecutor: [
    "executeOperation",
    "batchExecuteOperations",
    "executeOperationsSequence",
    "executeParallelOperations",
  ],
  ExecutionInterface: [
    "executeOperation",
    "executeTask",
    "batchExecuteOperations",
    "batchExecuteTasks",
    "registerExecutor",
  ],
} as const;

export type InterfaceName = keyof typeof methodsOf;

/** Checks a plugin when it is registered. @throws E001 naming every missing method at once */
export function assertImplements(name: InterfaceName, candidate: unknown): void {
  if (!Object.hasOwn(methodsOf, name)) {
    throw new ValidationError(`Unknown interface '${name}'; known are ${Object.keys(methodsOf).join(", ")}`);
  }
  const isObject = (typeof candidate === "object" && candidate !== null) || typeof candidate === "function";
  const missing = methodsOf[name].filter((method) => !isObject || typeof Reflect.get(candidate, method) !== "function");
  if (missing.length === 0) return;
  throw new ValidationError(`Not an ${name}: missing ${missing.map((method) => `${method}()`).join(", ")}`, {
    details: { interface: name, missing },
  });
}
