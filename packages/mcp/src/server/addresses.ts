/** Where a client finds an artifact, or a step's result, as a resource. */
export type Address =
  | { readonly kind: "artifact"; readonly id: string }
  | { readonly kind: "result"; readonly taskId: string; readonly step: string };

export const addressTemplates = { artifact: "aiecs://artifact/{id}", result: "aiecs://result/{task}/{step}" } as const;

export function artifactAddress(id: string): string {
  return `aiecs://artifact/${encodeURIComponent(id)}`;
}

export function resultAddress(taskId: string, step: number | string): string {
  return `aiecs://result/${encodeURIComponent(taskId)}/${encodeURIComponent(step)}`;
}

/** Undefined for what is no address of ours. */
export function parseAddress(text: string): Address | undefined {
  const [, kind, first, second] = /^aiecs:\/\/(artifact|result)\/([^/?#]+)(?:\/([^/?#]+))?$/.exec(text) ?? [];
  const id = decode(first);
  const step = decode(second);
  if (kind === "artifact" && id !== undefined && second === undefined) return { kind, id };
  if (kind === "result" && id !== undefined && step !== undefined) return { kind, taskId: id, step };
  return undefined;
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    // A `%` that begins no escape: whatever it is, it is no address of ours.
    return undefined;
  }
}
