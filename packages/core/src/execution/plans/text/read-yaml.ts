import type { CST, Document, ParsedNode } from "yaml";
import { explainBrackets } from "./explain-brackets.ts";
import type { LocatedText, TextFault } from "./located-text.ts";
import { maxTextDepth } from "./scan-json.ts";
import { loadYamlLibrary, type YamlLibrary } from "./yaml-library.ts";
import { locateNodes, readNodes } from "./yaml-nodes.ts";

const maxFaults = 100;
/** The parser keeps up to three entries for each level. */
const maxParserStack = 3 * maxTextDepth;
const quoteHint = 'in YAML, references and templates need quotes: "$result[0]"';

/** Reads YAML 1.2 that could as well be JSON: one document, texts as keys, no tags; what aliases repeat is bounded. */
export function readYaml(text: string): LocatedText {
  const yaml = loadYamlLibrary();
  const parsed = parseDocument(text, yaml);
  if ("faults" in parsed) return { value: undefined, faults: parsed.faults, locate: () => {} };
  const { contents } = parsed;
  if (contents === null) return { value: undefined, faults: [], locate: () => {} };
  return { ...readNodes(contents, yaml), locate: (tree) => locateNodes(contents, tree, yaml) };
}

function parseDocument(
  text: string,
  yaml: YamlLibrary,
): { readonly contents: ParsedNode | null } | { readonly faults: readonly TextFault[] } {
  const composer = new yaml.Composer({
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    // The library compares each key with all before it; `readNodes` looks them up.
    uniqueKeys: false,
    prettyErrors: false,
  });
  const refusals: TextFault[] = [];
  let document: Document.Parsed | undefined;
  for (const composed of composer.compose(tokensOf(text, yaml, refusals))) {
    if (document) return { faults: [{ offset: composed.range[0], message: "expected one document, found another" }] };
    document = composed;
  }
  if (refusals.length > 0) return { faults: refusals };
  if (!document) return { contents: null };
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => ({ offset: pos[0], message }));
  return faults.length === 0 ? document : { faults: firstOfEachLine(explainBrackets(faults, text, yaml), text) };
}

/** The tokens of the text, unless it nests so deep that building anything from them would overflow the stack. */
function* tokensOf(text: string, { Lexer, Parser }: YamlLibrary, refusals: TextFault[]): Generator<CST.Token> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > maxParserStack) {
      refusals.push({ offset: parser.offset, message: `expected to nest at most ${maxTextDepth} levels deep` });
      return;
    }
  }
  yield* parser.end();
}

/** One mistake makes the parser stumble over the rest of its line as well. */
function firstOfEachLine(faults: readonly TextFault[], text: string): TextFault[] {
  const found: TextFault[] = [];
  let lineEnd = -1;
  for (const fault of faults.toSorted((a, b) => a.offset - b.offset)) {
    if (fault.offset <= lineEnd) continue;
    const end = text.indexOf("\n", fault.offset);
    lineEnd = end === -1 ? text.length : end;
    found.push(withHint(fault, text));
    if (found.length === maxFaults) break;
  }
  return found;
}

function withHint(fault: TextFault, text: string): TextFault {
  const lineEnd = text.indexOf("\n", fault.offset);
  const line = text.slice(text.lastIndexOf("\n", fault.offset - 1) + 1, lineEnd === -1 ? undefined : lineEnd);
  const hasReference = /\$(?:result|steps|input|item|index)\b/.test(line.slice(0, 1_000));
  return hasReference ? { ...fault, message: `${fault.message} (${quoteHint})` } : fault;
}
