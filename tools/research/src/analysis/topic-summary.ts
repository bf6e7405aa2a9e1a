import type { Theme, TopicPassage, TopicTerm, WebHit } from "#schemas/analyze-topic.ts";
import { placeOf } from "./place.ts";

export type SummaryParts = {
  readonly topic: string;
  readonly key_terms: readonly TopicTerm[];
  readonly themes: readonly Theme[];
  readonly passages: readonly TopicPassage[];
  readonly web: readonly WebHit[];
};

const termsTold = 10;
const sentencesPerTheme = 2;

/** A summary in Markdown: counts, key terms, and sentences of the corpus under their themes, each with its place. */
export function summarize({ topic, key_terms, themes, passages, web }: SummaryParts): string {
  const lines = [`# ${oneLine(topic)}`, ""];
  if (passages.length === 0) lines.push("The corpus says nothing on this topic.");
  else {
    const sources = new Set(passages.map(({ source }) => source)).size;
    lines.push(`Passages: ${passages.length}, from ${sources} ${sources === 1 ? "source" : "sources"}.`);
    if (key_terms.length > 0) {
      const told = key_terms.slice(0, termsTold).map(({ term }) => oneLine(term));
      lines.push("", `Key terms: ${told.join(", ")}.`);
    }
  }
  const quoted = new Set<number>();
  for (const { label, passages: places } of themes) {
    const fresh = places.filter((place) => !quoted.has(place)).slice(0, sentencesPerTheme);
    if (fresh.length > 0) lines.push("", `## ${oneLine(label)}`, "", ...quotes(fresh, passages, quoted));
  }
  if (quoted.size === 0 && passages.length > 0) {
    lines.push("", ...quotes(Array.from(passages.keys()).slice(0, 3), passages, quoted));
  }
  if (web.length > 0) {
    lines.push("", "## Web", "");
    for (const { title, url, snippet } of web) lines.push(`- ${oneLine(title)}: ${oneLine(snippet)} (${url})`);
  }
  return `${lines.join("\n")}\n`;
}

function quotes(places: readonly number[], passages: readonly TopicPassage[], quoted: Set<number>): readonly string[] {
  return places.flatMap((place) => {
    const passage = passages[place];
    if (passage === undefined) return [];
    quoted.add(place);
    return [`- ${passage.sentence} (${placeOf(passage)})`];
  });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
