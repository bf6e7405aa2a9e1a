import type { StandardSchemaV1 } from "@standard-schema/spec";
import { ValidationError } from "#contracts/errors.ts";
import type { JsonSchema } from "#contracts/json-schema.ts";
import { isStandardSchema, type Schema } from "#contracts/schema.ts";
import { didYouMean } from "#primitives/did-you-mean.ts";
import { closedPropertyNames, toJsonSchema } from "./json-schema.ts";
import { compileJsonSchema } from "./json-schema-validator.ts";
import { formatProblems, fromStandardIssues, type Problem } from "./problems.ts";

/** What a check found: the value to go on with, or every problem at once. */
export type SchemaOutcome =
  | { readonly value: unknown; readonly problems?: undefined }
  | { readonly problems: readonly Problem[] };

/** Checks a value; asynchronous only where a schema library is. */
export type SchemaCheck = (value: unknown) => SchemaOutcome | Promise<SchemaOutcome>;

/** Makes a schema's check, with whatever can be done once done now. @throws E001 on a broken schema */
export function compileSchema(schema: Schema): SchemaCheck {
  if (!isStandardSchema(schema)) return compileJsonSchema(schema);
  const standard = schema["~standard"];
  return (value) => {
    const outcome = standard.validate(value);
    return outcome instanceof Promise
      ? outcome.then((late) => fromStandard(late, value))
      : fromStandard(outcome, value);
  };
}

function fromStandard(outcome: StandardSchemaV1.Result<unknown>, value: unknown): SchemaOutcome {
  return outcome.issues ? { problems: fromStandardIssues(outcome.issues, value) } : outcome;
}

/** Checks an operation's parameters: its schema, and that no parameter is unknown (a typo must not pass silently). */
export function compileParams(spec: string, schema: Schema): (params: object) => unknown {
  const json = toJsonSchema(schema, "input");
  refuseReservedNames(spec, json);
  const check = compileSchema(schema);
  const names = closedPropertyNames(json);
  const known = names && new Set(names);

  const settle = (outcome: SchemaOutcome, unknown: readonly Problem[] | undefined): unknown => {
    if (outcome.problems === undefined && unknown === undefined) return outcome.value;
    const reported = new Set(unknown?.map(({ path }) => path));
    const fromSchema = (outcome.problems ?? []).filter((problem) => !isReported(problem, reported));
    const problems = [...fromSchema, ...(unknown ?? [])];
    throw new ValidationError(`Invalid parameters for ${spec}: ${formatProblems(problems)}`, { details: { problems } });
  };

  return (params) => {
    let unknown: Problem[] | undefined;
    if (known) {
      let at = 0;
      for (const name in params) {
        // Mostly given in the order declared, which needs no looking up.
        if (name === names[at]) at += 1;
        else if (!known.has(name)) (unknown ??= []).push(unknownParameter(name, names));
      }
    }
    const outcome = check(params);
    return outcome instanceof Promise ? outcome.then((late) => settle(late, unknown)) : settle(outcome, unknown);
  };
}

/** Strict schemas report unknown parameters as well; ours names the known ones, so theirs is left out. */
function isReported({ path, message }: Problem, unknown: ReadonlySet<string>): boolean {
  if (path === "") return unknown.size > 0 && message.startsWith("Unrecognized key");
  return message === "unknown property" && unknown.has(path);
}

function unknownParameter(name: string, known: readonly string[]): Problem {
  const closest = didYouMean(name, known)[0];
  const hint = closest === undefined ? "" : `, did you mean ${closest}?`;
  const list = known.length === 0 ? "it takes none" : `known are ${known.join(", ")}`;
  return { path: name, message: `unknown parameter${hint} (${list})` };
}

function refuseReservedNames(spec: string, schema: JsonSchema): void {
  const taken = closedPropertyNames(schema)?.filter((name) => name === "user_id" || name === "task_id") ?? [];
  if (taken.length === 0) return;
  throw new ValidationError(
    `Invalid operation ${spec}: ${taken.join(" and ")} cannot be declared as a parameter, since the call's own user and task travel under that name`,
  );
}
