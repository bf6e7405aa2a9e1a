import { ValidationError } from "#contracts/errors.ts";
import type { PlanError } from "#contracts/plan.ts";
import { validateInputObject } from "../validate-input-object.ts";

/** What is wrong with a plan's `input_schema`, or with the input by it; `input` is absent where it is not known whole. */
export function checkInput(
  schema: Readonly<Record<string, unknown>>,
  input: Readonly<Record<string, unknown>> | undefined,
): readonly PlanError[] {
  try {
    const { problems = [] } = validateInputObject(schema, input ?? {});
    return input ? problems.map(({ path, message }) => invalidInput(path, message)) : [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return [{ code: "E001", message: error.message, step: null, path: "input_schema" }];
  }
}

function invalidInput(path: string, message: string): PlanError {
  const separator = path === "" || path.startsWith("[") ? "" : ".";
  return {
    code: "E001",
    message: `Invalid input: ${path === "" ? message : `${path}: ${message}`}`,
    step: null,
    path: `input${separator}${path}`,
  };
}
