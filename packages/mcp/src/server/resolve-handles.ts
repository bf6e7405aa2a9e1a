import { ValidationError } from "@aiecs/core";
import { isHandleText, parseHandle } from "./handle.ts";
import { isRecord, toJson } from "./json.ts";
import { artifactIn, type HandleMapping, mapHandles } from "./map-handles.ts";
import { exportValue } from "./present-result.ts";
import type { Session } from "./session.ts";
import { refuseArtifacts } from "./session-files.ts";
import { valueKeptAside, valueOfHandle } from "./value-of-handle.ts";

const maxHandles = 100;

type Input = Readonly<Record<string, unknown>>;

/**
 * Parameters that refer to the input in place of handles, and that input; undefined where there are no handles. As part of
 * the input, a value is not read for references.
 *
 * @throws E001, E007 or NotFoundError for a handle that stands for nothing of the session's user
 */
export async function resolveHandles(
  session: Session,
  params: unknown,
): Promise<{ readonly params: unknown; readonly input: Input | undefined }> {
  const found: string[] = [];
  const resolved = mapHandles(params, toReferences(found));
  if (found.length === 0) return { params, input: undefined };
  return { params: resolved, input: Object.fromEntries(await valuesOf(session, found)) };
}

/**
 * The same of a plan, whose values are data: it may be written down. Its own input and that of the caller hold the values
 * themselves.
 *
 * @throws as `resolveHandles`
 */
export async function resolvePlanHandles(
  session: Session,
  { plan, input }: { readonly plan: unknown; readonly input: Input | undefined },
): Promise<{ readonly plan: unknown; readonly input: Input | undefined }> {
  const inSteps: string[] = [];
  const inInput: string[] = [];
  const collect: HandleMapping = { whole: (handle) => void inInput.push(handle) };
  mapHandles([isRecord(plan) ? plan.input : undefined, input], collect);
  const { input: _own, ...steps } = isRecord(plan) ? plan : { input: undefined, plan };
  const resolved = Object(mapHandles(steps, toReferences(inSteps)));
  if (inSteps.length + inInput.length === 0) return { plan, input };

  const values = new Map<string, unknown>();
  for (const [handle, value] of await valuesOf(session, [...inSteps, ...inInput])) {
    values.set(handle, await dataOf(session, handle, value));
  }
  const filled = (part: unknown): unknown => mapHandles(part, { whole: (handle) => values.get(handle) });
  const ofSteps = Object.fromEntries(inSteps.map((handle) => [handle, values.get(handle)]));
  return {
    plan: isRecord(plan) ? { ...resolved, ...("input" in plan && { input: filled(plan.input) }) } : resolved.plan,
    input: { ...Object(filled(input ?? {})), ...ofSteps },
  };
}

/** Notes the handles that it replaces. */
function toReferences(found: string[]): HandleMapping {
  const refer = (handle: string): string => {
    found.push(handle);
    return `$input[${JSON.stringify(handle)}]`;
  };
  return { whole: refer, inText: (handle) => `{{ ${refer(handle)} }}` };
}

async function valuesOf(session: Session, handles: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
  if (handles.length > maxHandles) {
    throw new ValidationError(`Expected at most ${maxHandles} handles in one call, received ${handles.length}`);
  }
  const values = new Map<string, unknown>();
  for (const handle of new Set(handles)) values.set(handle, await valueOf(session, handle));
  return values;
}

async function valueOf(session: Session, handle: string): Promise<unknown> {
  const artifact = artifactIn(handle);
  if (artifact === undefined) return await valueOfHandle(session, handle);
  refuseArtifacts(session);
  return await valueKeptAside(session, artifact);
}

async function dataOf(session: Session, handle: string, value: unknown): Promise<unknown> {
  const taskId = isHandleText(handle) ? parseHandle(handle).taskId : "";
  return JSON.parse(toJson(await exportValue(session, value, taskId)));
}
