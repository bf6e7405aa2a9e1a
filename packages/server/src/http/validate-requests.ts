import { ValidationError } from "@aiecs/core";
import type { ErrorObject, Options } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { FastifyInstance } from "fastify";
import { unknownKey } from "#config-checks.ts";
import type { ProblemItem } from "./problem.ts";

/** Formats are described for readers; what a text must be is told by patterns. */
const options: Options = { allErrors: true, verbose: true, strict: false, validateFormats: false };
/** More problems than these are not told: the first ones show what is wrong. */
const maxProblems = 100;
const parts: { readonly [httpPart: string]: string } = {
  body: "body",
  querystring: "query",
  params: "path",
  headers: "headers",
};

/** Requests are checked with all problems at once. Only what stands in a URL or a header is text that may mean a number. */
export function validateRequests(app: FastifyInstance): void {
  const exact = new Ajv2020(options);
  const lenient = new Ajv2020({ ...options, coerceTypes: "array" });
  app.setValidatorCompiler<object>(({ schema, httpPart }) => (httpPart === "body" ? exact : lenient).compile(schema));
  app.setSchemaErrorFormatter((errors, httpPart) => {
    // They are Ajv's own: the compiler above makes them.
    const all = errors as unknown as readonly ErrorObject[];
    const items = all.filter(({ keyword }) => !summaries.has(keyword)).slice(0, maxProblems);
    return describeProblems(items.length > 0 ? items : all.slice(0, maxProblems), parts[httpPart] ?? httpPart);
  });
}

/** These only say that something within them is wrong, which is told as well. */
const summaries: ReadonlySet<string> = new Set(["anyOf", "oneOf", "if"]);

function describeProblems(errors: readonly ErrorObject[], part: string): ValidationError {
  const items = errors.map((error): ProblemItem => ({ path: pathOf(error, part), message: messageOf(error) }));
  const text = items.map(({ path, message }) => `${String(path)}: ${message}`).join("; ");
  return new ValidationError(`Invalid request: ${text}`, { details: { errors: items } });
}

/** `body.operations[2].params`, as people write paths. */
function pathOf({ instancePath, keyword, params }: ErrorObject, part: string): string {
  const segments = instancePath.split("/").slice(1);
  if (keyword === "required") segments.push(String(params.missingProperty));
  if (keyword === "additionalProperties") segments.push(String(params.additionalProperty));
  return segments.reduce(
    (path, segment) => path + (/^\d+$/.test(segment) ? `[${segment}]` : `.${unescape(segment)}`),
    part,
  );
}

function unescape(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

function messageOf({ keyword, params, message, parentSchema, data }: ErrorObject): string {
  if (keyword === "required") return "required, but missing";
  if (keyword === "additionalProperties") {
    const known = Object.keys(Object(parentSchema?.properties));
    return unknownKey(String(params.additionalProperty), known);
  }
  if (keyword === "type") return `expected ${[params.type].flat().join(" or ")}, received ${typeOf(data)}`;
  if (keyword === "enum") return `expected one of ${[params.allowedValues].flat().join(", ")}`;
  return message ?? "invalid";
}

function typeOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
