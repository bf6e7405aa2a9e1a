/** Where references lead: the plan's input, and what the steps before gave. */
export type Known = {
  readonly input: Readonly<Record<string, unknown>>;
  readonly results: ReadonlyMap<number, unknown>;
  /** What stands for results that need not be written out. */
  readonly handles?: ReadonlyMap<number, string>;
};

const reference = /^\$(?:input|result\[(\d+)\])((?:\.\w+)*)$/;
const inTemplate = /\{\{ (\$[^}]+) \}\}/g;

/** Puts values in place of references, as a model does that has no references and must write out what it means. */
export function fillReferences(value: unknown, known: Known): unknown {
  if (typeof value === "string") {
    return reference.test(value)
      ? (handleOf(value, known) ?? lookUp(value, known))
      : value.replaceAll(inTemplate, (_, name) => handleOf(name, known, "{{ ", " }}") ?? textOf(lookUp(name, known)));
  }
  if (Array.isArray(value)) return value.map((item) => fillReferences(item, known));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillReferences(item, known)]));
}

function handleOf(text: string, { handles }: Known, before = "", after = ""): string | undefined {
  const [, index, path = ""] = reference.exec(text) ?? [];
  const handle = index === undefined ? undefined : handles?.get(Number(index));
  return handle === undefined ? undefined : `${before}${handle}${path}${after}`;
}

function lookUp(text: string, { input, results }: Known): unknown {
  const [, index, path = ""] = reference.exec(text) ?? [];
  let value: unknown = index === undefined ? input : results.get(Number(index));
  for (const key of path.split(".").slice(1)) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  }
  if (value === undefined) throw new Error(`${text} leads nowhere`);
  return value;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
