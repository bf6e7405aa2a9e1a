import { createRequire } from "node:module";
import type { ErrorObject, ValidateFunction } from "ajv";
import { ValidationError } from "#contracts/errors.ts";
import type { JsonSchema } from "#contracts/json-schema.ts";
import { type Problem, requiredMessage } from "./problems.ts";

type Ajv = import("ajv").default;

let ajv: Ajv | undefined;
const compiled = new WeakMap<JsonSchema, ValidateFunction>();

/** Compiles a JSON Schema once and returns its check, which fills defaults into a copy. @throws E001 on a broken schema */
export function compileJsonSchema(schema: JsonSchema): (value: unknown) => JsonSchemaOutcome {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = compile(schema);
    compiled.set(schema, validate);
  }
  const check = validate;
  return (value) => {
    const copy = copyContainers(value, 0);
    return check(copy) ? { value: copy } : { problems: (check.errors ?? []).map((error) => toProblem(error, value)) };
  };
}

/** The library keeps every schema it has seen, by its id too: ours are let go, so that they are freed with their tool. */
function compile({ $schema: _dialect, ...schema }: JsonSchema): ValidateFunction {
  if (schema.$async !== undefined) {
    throw new ValidationError("Invalid JSON Schema: $async is an extension that is not supported; remove it");
  }
  const library = loadAjv();
  try {
    return library.compile(schema);
  } catch (error) {
    throw new ValidationError(`Invalid JSON Schema: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    library.removeSchema(schema);
  }
}

export type JsonSchemaOutcome =
  | { readonly value: unknown; readonly problems?: undefined }
  | { readonly problems: Problem[] };

/** Loaded on first use: most tools bring a schema library of their own. */
function loadAjv(): Ajv {
  if (!ajv) {
    const require = createRequire(import.meta.url);
    const { Ajv2020 } = require("ajv/dist/2020") as typeof import("ajv/dist/2020.js");
    const { default: addFormats } = require("ajv-formats") as typeof import("ajv-formats");
    const created = new Ajv2020({ allErrors: true, useDefaults: true, strict: false, verbose: true, logger: false });
    addFormats.default(created);
    ajv = created;
  }
  return ajv;
}

/** Defaults are written into what is checked; a caller's object must stay as it is, and handles pass by identity. */
function copyContainers(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > 64) return value;
  if (Array.isArray(value)) return value.map((item) => copyContainers(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(copy, key, {
      value: copyContainers(item, depth + 1),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return copy;
}

function toProblem(error: ErrorObject, whole: unknown): Problem {
  const base = dotted(error.instancePath);
  if (error.keyword === "required") {
    const name = String(error.params.missingProperty);
    return { path: base === "" ? name : `${base}.${name}`, message: requiredMessage(expectedOf(error, name)) };
  }
  if (error.keyword === "additionalProperties") {
    const name = String(error.params.additionalProperty);
    return { path: base === "" ? name : `${base}.${name}`, message: "unknown property" };
  }
  if (error.keyword === "type") {
    const received = base === "" ? whole : error.data;
    return { path: base, message: `expected ${typeNames(error.params.type)}, received ${typeName(received)}` };
  }
  if (error.keyword === "enum" && Array.isArray(error.params.allowedValues)) {
    return { path: base, message: `expected ${oneOf(error.params.allowedValues)}` };
  }
  return { path: base, message: error.message ?? error.keyword };
}

/** What the schema says of a property, as far as it says so in a word. */
function expectedOf({ parentSchema }: ErrorObject, name: string): string | undefined {
  const properties: unknown = parentSchema?.properties;
  if (!isObject(properties) || !Object.hasOwn(properties, name)) return undefined;
  const schema = properties[name];
  if (!isObject(schema)) return undefined;
  if (Array.isArray(schema.enum)) return oneOf(schema.enum);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  return schema.type === undefined ? undefined : typeNames(schema.type);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function oneOf(values: readonly unknown[]): string {
  return `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`;
}

/** `number or null`, of a schema's `type`. */
function typeNames(type: unknown): string {
  return Array.isArray(type) ? type.join(" or ") : String(type);
}

function dotted(pointer: string): string {
  let text = "";
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (/^\d+$/.test(key)) text += `[${key}]`;
    else text += text === "" ? key : `.${key}`;
  }
  return text;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
