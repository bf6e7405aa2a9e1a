import { ExecutionError } from "@aiecs/core";
import { RequestError } from "#http/request-error.ts";
import type { ServerParts } from "#server-parts.ts";

const patienceMs = 3_000;

/** Asks everything that the server depends on. @throws RequestError 503 naming what does not answer */
export async function checkDependencies({ tasks, executor, logger }: ServerParts): Promise<{ [name: string]: "ok" }> {
  const checks = { tasks: () => tasks.check(), artifacts: () => executor.artifacts.describe("0".repeat(32)) };
  const outcomes = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => ({ name, error: await failureOf(check) })),
  );
  const failed = outcomes.filter(({ error }) => error !== undefined);
  if (failed.length === 0) return Object.fromEntries(outcomes.map(({ name }) => [name, "ok" as const]));
  for (const { name, error } of failed) logger.warn({ dependency: name, error }, "A dependency does not answer");
  const names = failed.flatMap(({ name, error }) => partsOf(error)?.map((part) => `${name}.${part}`) ?? name);
  throw new RequestError(503, `Not ready: ${names.join(", ")} did not answer`, {
    headers: { "retry-after": "5" },
    details: { reason: "not_ready", failed: names },
  });
}

/** Which parts of a dependency do not answer, where it says so. */
function partsOf(error: unknown): readonly string[] | undefined {
  const parts: unknown = error instanceof ExecutionError ? error.details.failed : undefined;
  return Array.isArray(parts) && parts.every((part) => typeof part === "string") ? parts : undefined;
}

async function failureOf(check: () => Promise<unknown>): Promise<unknown> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  try {
    await Promise.race([check(), late]);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    clearTimeout(timer);
  }
}
