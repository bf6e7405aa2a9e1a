import type { CatalogItem } from "./catalog-item.ts";

const heading = /^ {0,3}#{1,6}\s+(.+?)\s*#*$/;
const maxTitle = 80;
const maxSections = 1_000;

/** The parts of a text: below its Markdown headings, else its paragraphs. Fewer than two when it has no parts. */
export function contentSections(text: string): readonly CatalogItem[] {
  const lines = text.split(/\r?\n/);
  const parts = lines.some((line) => heading.test(line)) ? byHeading(lines) : byParagraph(text);
  return parts
    .filter(({ body, title }) => `${title}${body}`.trim() !== "")
    .slice(0, maxSections)
    .map(({ title, body }, index) => ({
      id: `section-${index + 1}`,
      title: title === "" ? firstWords(body) : title,
      text: `${title}\n${body}`,
      record: null,
    }));
}

type Part = { readonly title: string; readonly body: string };

function byHeading(lines: readonly string[]): readonly Part[] {
  const parts: { title: string; body: string }[] = [{ title: "", body: "" }];
  for (const line of lines) {
    const [, title] = heading.exec(line) ?? [];
    const last = parts.at(-1);
    if (title !== undefined) parts.push({ title, body: "" });
    else if (last) last.body += `${line}\n`;
  }
  // A heading with nothing below it, above another one, is no section.
  return parts.filter(({ body }) => body.trim() !== "");
}

function byParagraph(text: string): readonly Part[] {
  return text.split(/\n\s*\n/).map((body) => ({ title: "", body }));
}

function firstWords(body: string): string {
  const text = body.trim().replace(/\s+/g, " ");
  if (text.length <= maxTitle) return text;
  const cut = text.slice(0, maxTitle);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), maxTitle / 2))}…`;
}
