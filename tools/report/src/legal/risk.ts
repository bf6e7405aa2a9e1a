import type { Block, Tone } from "#blocks/block.ts";
import { createTable } from "#blocks/create-table.ts";
import { heading, paragraph, text } from "#blocks/text.ts";
import { isPlainObject } from "#reading/plain-object.ts";
import { shortLine } from "#wording/clean-text.ts";
import { headingOf } from "#wording/heading-of.ts";
import { counted, written } from "#wording/numbers.ts";
import { type Fields, listIn, numberAt, textAt, textsIn } from "./fields.ts";

export type Risk = {
  readonly level: string | undefined;
  readonly score: number | undefined;
  readonly factors: readonly Fields[];
  readonly missing: readonly string[];
};

export function riskOf(assessment: unknown): Risk {
  const fields = isPlainObject(assessment) ? assessment : {};
  return {
    level: textAt(fields, "level", "risk_level"),
    score: numberAt(fields, "score", "risk_score"),
    factors: listIn(assessment, ["factors", "risk_factors", "risks"]),
    missing: textsIn(assessment, "missing_clauses", "missing"),
  };
}

const tones: ReadonlyMap<string, Tone> = new Map([
  ["low", "good"],
  ["medium", "warning"],
  ["moderate", "warning"],
  ["high", "bad"],
  ["critical", "bad"],
]);

/** The verdict at a glance. */
export function riskCallout({ level, score, factors, missing }: Risk): Block {
  const parts = [
    level === undefined ? undefined : headingOf(level.toLowerCase()),
    score === undefined ? undefined : `score ${written(score)}`,
  ];
  const title = parts.filter((part) => part !== undefined).join(" · ");
  return {
    t: "callout",
    tone: tones.get(level?.toLowerCase() ?? "") ?? "neutral",
    label: "Risk",
    title: title === "" ? "Not assessed" : title,
    text: `${counted(factors.length, "risk factor")}, ${counted(missing.length, "missing clause")}.`,
  };
}

/** Every factor with the clause it comes from, and what the contract does not say at all. */
export function riskBlocks({ factors, missing }: Risk): readonly Block[] {
  const blocks: Block[] = [];
  if (factors.length > 0) {
    const rows = factors.map((factor) => [
      headingOf(textAt(factor, "factor", "name", "type", "label") ?? "factor"),
      shortLine(textAt(factor, "description", "reason", "detail", "message", "explanation") ?? "–", 600),
      clauseOfFactor(factor),
      weightOf(factor),
    ]);
    blocks.push(
      createTable({
        header: ["Factor", "Why", "Clause", "Weight"],
        rows,
        align: [undefined, undefined, undefined, "right"],
      }),
    );
  } else blocks.push(paragraph("No risk factors were found.", { muted: true }));
  if (missing.length > 0) {
    const items = missing.map((name): readonly Block[] => [{ t: "par", c: text(headingOf(name)) }]);
    blocks.push(heading(2, "Missing clauses"), { t: "list", ordered: false, start: 1, items });
  }
  return blocks;
}

function clauseOfFactor(factor: Fields): string {
  const { clause } = factor;
  const name = isPlainObject(clause)
    ? textAt(clause, "type", "name", "text")
    : textAt(factor, "clause", "clause_type", "source");
  const start = numberAt(isPlainObject(clause) ? clause : factor, "start");
  const end = numberAt(isPlainObject(clause) ? clause : factor, "end");
  const place = start !== undefined && end !== undefined ? ` (${start}–${end})` : "";
  return name === undefined ? place.trim() || "–" : `${shortLine(headingOf(name), 160)}${place}`;
}

function weightOf(factor: Fields): string {
  const weight = numberAt(factor, "weight", "score", "points", "impact");
  return weight === undefined ? (textAt(factor, "severity", "level") ?? "–") : written(weight);
}
