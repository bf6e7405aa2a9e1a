import { ValidationError } from "@aiecs/core";
import type { ExecuteBody } from "./execute-schema.ts";

const sources = ["operation", "operations", "plan"] as const satisfies readonly (keyof ExecuteBody)[];
const ofLists = ["mode", "concurrency", "stop_on_failure", "strict"] as const satisfies readonly (keyof ExecuteBody)[];
const ofSingles = ["params"] as const satisfies readonly (keyof ExecuteBody)[];

/** @throws E001 unless a body says exactly one thing that is to be run, and nothing that does not go with it */
export function refuseMixedCall(body: ExecuteBody): void {
  const { operation, operations, plan } = body;
  const given = (operation === undefined ? 0 : 1) + (operations === undefined ? 0 : 1) + (plan === undefined ? 0 : 1);
  if (given !== 1) {
    const found = sources.filter((key) => body[key] !== undefined).join(" and ") || "none of them";
    throw new ValidationError(`Invalid request: expected one of ${sources.join(", ")}, received ${found}`);
  }
  const odd = (operation === undefined ? ofSingles : ofLists).filter((key) => body[key] !== undefined);
  if (odd.length > 0) {
    const what = operation === undefined ? "one operation" : "several operations";
    throw new ValidationError(`Invalid request: ${odd.join(", ")} can stand only beside ${what}`);
  }
  if (plan !== undefined && body.mode !== undefined && body.mode !== "plan")
    throw new ValidationError(`Invalid request: a plan runs in mode plan; for mode ${body.mode} give operations`);
}
