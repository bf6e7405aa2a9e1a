import type { TopicPassage, WebHit } from "#schemas/analyze-topic.ts";
import type { Outline, OutlineAnalysis, OutlinePoint, OutlineSection } from "#schemas/generate-outline.ts";
import { placeOf } from "./place.ts";

type References = { numberOf(source: string): number; readonly all: Outline["sources"] };

/**
 * An outline of an analysis: a section for each theme, a point for each passage in its own words, each passage once.
 * What belongs to no theme comes last.
 */
export function outlineOf({ topic, themes, passages, web = [] }: OutlineAnalysis, maxPoints: number): Outline {
  const references = createReferences();
  const told = new Set<string>();
  const pointsOf = (places: readonly number[]): readonly OutlinePoint[] => {
    const points: OutlinePoint[] = [];
    for (const place of places) {
      const passage = passages[place];
      if (points.length === maxPoints || passage === undefined || told.has(passage.sentence)) continue;
      told.add(passage.sentence);
      points.push(pointOf(passage, place, references));
    }
    return points;
  };
  const taken = new Set(themes.flatMap((theme) => theme.passages));
  const others = Array.from(passages.keys()).filter((place) => !taken.has(place));
  const sections: readonly OutlineSection[] = [
    ...themes.map(({ label, passages: places }) => ({ title: oneLine(label), points: pointsOf(places) })),
    { title: themes.length > 0 ? "Further passages" : "Passages", points: pointsOf(others) },
    { title: "From the web", points: web.slice(0, maxPoints).map((hit) => webPoint(hit, references)) },
  ].filter(({ points }) => points.length > 0);
  const title = oneLine(topic);
  const sources = references.all;
  const notes = sections.length > 0 ? [] : ["The analysis holds no passages: there is nothing to outline."];
  return { title, method: "extractive", text: toMarkdown(title, sections, sources), sections, sources, notes };
}

function pointOf(passage: TopicPassage, place: number, references: References): OutlinePoint {
  const { sentence, source, start, end, line } = passage;
  return {
    text: oneLine(sentence),
    passage: place,
    source,
    start,
    end,
    line,
    reference: references.numberOf(placeOf(passage)),
  };
}

function webPoint({ title, url, snippet }: WebHit, references: References): OutlinePoint {
  const text = oneLine(snippet.trim() === "" ? title : snippet);
  return { text, passage: null, source: url, start: null, end: null, line: null, reference: references.numberOf(url) };
}

function createReferences(): References {
  const numbers = new Map<string, number>();
  return {
    numberOf(source) {
      const number = numbers.get(source) ?? numbers.size + 1;
      numbers.set(source, number);
      return number;
    },
    get all() {
      return Array.from(numbers, ([source, number]) => ({ number, source }));
    },
  };
}

function toMarkdown(title: string, sections: readonly OutlineSection[], sources: Outline["sources"]): string {
  const lines = [`# ${title}`];
  for (const section of sections) {
    lines.push(
      "",
      `## ${section.title}`,
      "",
      ...section.points.map(({ text, reference }) => `- ${text} [${reference}]`),
    );
  }
  if (sections.length === 0) lines.push("", "The corpus says nothing on this topic.");
  if (sources.length > 0)
    lines.push("", "## Sources", "", ...sources.map(({ number, source }) => `${number}. ${source}`));
  return `${lines.join("\n")}\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
