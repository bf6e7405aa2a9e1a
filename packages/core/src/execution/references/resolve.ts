import { DslEvaluationError } from "#contracts/errors.ts";
import { isHiddenName, isList, readOwn, visibleKeys } from "./own-data.ts";
import type { Reference } from "./parse.ts";
import { printReference } from "./print.ts";
import type { ReferenceScope } from "./reference-site.ts";

/** A reference that is known to have something to point to. */
export type BoundReference = {
  readonly reference: Reference;
  /** Where it stands, for example `steps[2].params.df`. */
  readonly path: string;
  /** Absolute index of the step it names; undefined for the input, the element, and where no step is meant. */
  readonly target: number | undefined;
};

const maxKeysShown = 20;
const maxKeyLength = 60;

/** The value a reference points to, by identity. @throws E007 when there is none, saying how far the path does exist and what is there */
export function resolveReference(bound: BoundReference, scope: ReferenceScope): unknown {
  let value = readRoot(bound, scope);
  const { path } = bound.reference;
  for (let depth = 0; depth < path.length; depth++) {
    const next = readSegment(value, path[depth]);
    if (next === undefined) throw missingPath(bound, depth, value);
    value = next;
  }
  return value;
}

function readRoot({ reference, path, target }: BoundReference, scope: ReferenceScope): unknown {
  if (target !== undefined) {
    const outcome = scope.outcome(target);
    if (outcome.completed) return outcome.result;
    throw new DslEvaluationError(`'${reference.text}' has no value: step '${outcome.step}' did not complete`, {
      details: { reference: reference.text, path },
    });
  }
  if (reference.root === "index") return scope.index;
  const value = reference.root === "item" ? scope.item : scope.input;
  if (value !== undefined) return value;
  throw new DslEvaluationError(`'${reference.text}' has no value: no ${reference.root} was given`, {
    details: { reference: reference.text, path },
  });
}

/** What stands under one segment; undefined when nothing does. */
function readSegment(value: unknown, segment: string | number | undefined): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  if (typeof segment === "number") {
    if (!isList(value)) return undefined;
    return readOwn(value, segment < 0 ? value.length + segment : segment);
  }
  return segment === undefined || isHiddenName(segment) ? undefined : readOwn(value, segment);
}

function missingPath({ reference, path }: BoundReference, depth: number, value: unknown): DslEvaluationError {
  const prefix = printReference(reference, depth);
  const wanted = printReference(reference, depth + 1);
  const available = keysOf(value);
  const shown = wanted === reference.text ? `'${wanted}'` : `'${wanted}' (of '${reference.text}')`;
  return new DslEvaluationError(`${shown} does not exist: '${prefix}' ${describe(value, available)}`, {
    details: { reference: reference.text, path, prefix, available: available.slice(0, maxKeysShown) },
  });
}

function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null && !isList(value) ? visibleKeys(value) : [];
}

function describe(value: unknown, available: readonly string[]): string {
  if (value === null) return "is null";
  if (typeof value !== "object") return `is a ${typeof value}, which has no parts`;
  if (isList(value)) return value.length === 0 ? "is an empty list" : `is a list with indices 0 to ${value.length - 1}`;
  if (available.length === 0) return "has no keys";
  const shown = available.slice(0, maxKeysShown).map((key) => `'${key.slice(0, maxKeyLength)}'`);
  const more = available.length - shown.length;
  return `has the keys ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
