import type { ToolCall } from "#contracts/call.ts";

type Lookup = Readonly<Record<string, unknown>>;

const callStart = /\{\{\s*([A-Za-z_][A-Za-z0-9_-]*)\(/y;
const argumentStart = /\s*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*/y;
const quoted = /"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'/y;
const bare = /[-+.\w]+/y;
const separator = /\s*,/y;
const callEnd = /\s*\)\s*\}\}/y;
const lookupPath = /^(input|context)((?:\.[A-Za-z_][A-Za-z0-9_-]*)+)$/;
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const escapes: { readonly [letter: string]: string } = { n: "\n", t: "\t", r: "\r" };

/**
 * Finds calls written in a text as `{{tool(param='value', n=3, flag=true)}}`. Values `input.x.y` and `context.x.y`,
 * quoted or not, are looked up (null when missing). A malformed call is skipped.
 */
export function extractToolCalls(text: string, inputData: Lookup = {}, context: Lookup = {}): ToolCall[] {
  const calls: ToolCall[] = [];
  for (let at = text.indexOf("{{"); at !== -1; ) {
    const parsed = parseCall(text, at, { input: inputData, context });
    if (parsed) calls.push(parsed.call);
    at = text.indexOf("{{", parsed ? parsed.end : at + 2);
  }
  return calls;
}

type Sources = { readonly input: Lookup; readonly context: Lookup };

function parseCall(
  text: string,
  start: number,
  sources: Sources,
): { readonly call: ToolCall; readonly end: number } | undefined {
  const opening = matchAt(callStart, text, start);
  const tool = opening?.[1];
  if (!opening || tool === undefined) return undefined;
  let at = start + opening[0].length;
  const params: [string, unknown][] = [];
  for (let first = true; ; first = false) {
    const end = matchAt(callEnd, text, at);
    if (end) return { call: { tool, params: Object.fromEntries(params) }, end: at + end[0].length };
    if (!first) {
      const comma = matchAt(separator, text, at);
      if (!comma) return undefined;
      at += comma[0].length;
    }
    const name = matchAt(argumentStart, text, at);
    if (name?.[1] === undefined) return undefined;
    at += name[0].length;
    const value = matchAt(quoted, text, at) ?? matchAt(bare, text, at);
    if (!value) return undefined;
    at += value[0].length;
    const read = readValue(value, sources);
    if (read === undefined) return undefined;
    params.push([name[1], read.value]);
  }
}

function readValue(match: RegExpExecArray, sources: Sources): { readonly value: unknown } | undefined {
  const inQuotes = match[1] ?? match[2];
  const text = inQuotes === undefined ? match[0] : unescape(inQuotes);
  const path = lookupPath.exec(text);
  if (path?.[2] !== undefined) return { value: lookUp(path[1] === "input" ? sources.input : sources.context, path[2]) };
  if (inQuotes !== undefined) return { value: text };
  if (text === "true" || text === "false") return { value: text === "true" };
  if (text === "null") return { value: null };
  return number.test(text) ? { value: Number(text) } : undefined;
}

function lookUp(source: unknown, path: string): unknown {
  let value = source;
  for (const name of path.slice(1).split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return null;
    value = Reflect.get(value, name);
  }
  return value ?? null;
}

function unescape(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, letter: string) => escapes[letter] ?? letter);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
