import { ExecutionError, ValidationError } from "#contracts/errors.ts";
import type { PlanError } from "#contracts/plan.ts";
import { bindReference } from "./bind-reference.ts";
import { parseReference, type Reference } from "./parse.ts";
import type { ReferenceScope, ReferenceSite } from "./reference-site.ts";
import { isEscapedReference, isReferenceText } from "./reference-text.ts";
import { type BoundReference, resolveReference } from "./resolve.ts";
import { toPlanError } from "./static-error.ts";
import { parseTemplate, toTemplateText } from "./template.ts";

/** One reference found in a value, with the step it names. */
export type FoundReference = BoundReference & {
  /** Whether it is interpolated into text; otherwise it is the whole value. */
  readonly inTemplate: boolean;
};

/** What is found while a value is read. */
export type Findings = {
  readonly site: ReferenceSite;
  readonly errors: PlanError[];
  readonly references: FoundReference[];
  /** Set when there is too much of the value; nothing more is looked at then. */
  refusal: Resolve | undefined;
};

export type Resolve = (scope: ReferenceScope) => unknown;

const maxReferences = 100_000;
const maxErrors = 1_000;

/** How to make a text that is a reference, holds templates, or is an escape; what is wrong with it goes to the findings. */
export function compileText(text: string, path: string, findings: Findings): Resolve {
  if (findings.references.length >= maxReferences) {
    return refuse(`Too many references in one value: expected at most ${maxReferences}`, path, findings);
  }
  if (findings.errors.length >= maxErrors) return refuse("Too many errors in one value", path, findings);
  if (!isReferenceText(text)) return compileTemplate(text, path, findings);
  try {
    const found = find(parseReference(text), path, findings, false);
    return (scope) => resolveReference(found, scope);
  } catch (error) {
    return failOn(error, path, findings);
  }
}

/** Gives up on the whole value (E001). */
export function refuse(message: string, path: string, findings: Findings): Resolve {
  findings.refusal ??= fail(new ValidationError(message), path, findings);
  return findings.refusal;
}

/** Records the error; what comes back throws it, for whoever resolves in spite of it. */
function fail(error: ExecutionError, path: string, { site, errors }: Findings): Resolve {
  errors.push(toPlanError(error, site, path));
  return () => {
    throw error;
  };
}

function failOn(error: unknown, path: string, findings: Findings): Resolve {
  if (error instanceof ExecutionError) return fail(error, path, findings);
  throw error;
}

function compileTemplate(text: string, path: string, findings: Findings): Resolve {
  const { parts, errors } = parseTemplate(text, isEscapedReference(text) ? 1 : 0);
  const failures = errors.map((error) => fail(error, path, findings));
  const pieces = parts.map((part) => (typeof part === "string" ? part : compilePlace(part, path, findings)));
  return failures[0] ?? ((scope) => render(pieces, scope));
}

function compilePlace(reference: Reference, path: string, findings: Findings): Resolve {
  try {
    const found = find(reference, path, findings, true);
    return (scope) => toTemplateText(resolveReference(found, scope), reference);
  } catch (error) {
    return failOn(error, path, findings);
  }
}

function render(pieces: readonly (string | Resolve)[], scope: ReferenceScope): string {
  let text = "";
  for (const piece of pieces) text += typeof piece === "string" ? piece : piece(scope);
  return text;
}

function find(reference: Reference, path: string, findings: Findings, inTemplate: boolean): FoundReference {
  const { references, site } = findings;
  const found = { reference, path, target: bindReference(reference, site), inTemplate };
  references.push(found);
  return found;
}
