import { createPace, type ToolContext } from "@aiecs/core/toolkit";
import { countByType } from "#entities/count-by-type.ts";
import type { Entity } from "#entities/entity.ts";
import { findEntities } from "#entities/find-entities.ts";
import { detectLanguage } from "#language/detect-language.ts";
import { readBoundedText } from "#language/read-bounded-text.ts";
import type { EntityGroup, ExtractEntitiesParams, ExtractEntitiesResult } from "#schemas/extract-entities.ts";

/** What a text names: people, organisations, places, dates, sums, shares, addresses, laws. */
export async function extractEntities(
  params: ExtractEntitiesParams,
  context: Pick<ToolContext, "files" | "artifacts" | "limits" | "signal" | "progress">,
): Promise<ExtractEntitiesResult> {
  const { text, source } = await readBoundedText(params.text, "text", context);
  const { language } = detectLanguage(text);
  const entities = await findEntities(text, createPace(context));
  return {
    entities,
    counts: countByType(entities),
    groups: groupsOf(entities),
    language,
    method: "rules",
    source,
    notes: entityNotes(language),
  };
}

/** What an entity finder made for English says of other languages. */
export function entityNotes(language: string | null): readonly string[] {
  if (language === "en" || language === null) return [];
  return ["not English: names and written dates are found less reliably than numbers, addresses and citations"];
}

function groupsOf(entities: readonly Entity[]): readonly EntityGroup[] {
  const groups = new Map<string, { type: Entity["type"]; value: string; count: number }>();
  for (const { type, text, value } of entities) {
    const name = value ?? text;
    const group = groups.get(`${type} ${name}`) ?? { type, value: name, count: 0 };
    group.count += 1;
    groups.set(`${type} ${name}`, group);
  }
  return [...groups.values()].toSorted((one, other) => other.count - one.count);
}
