import type { Block } from "#blocks/block.ts";
import { createTable } from "#blocks/create-table.ts";
import { shortLine } from "#wording/clean-text.ts";
import { headingOf } from "#wording/heading-of.ts";
import { counted } from "#wording/numbers.ts";
import { listIn, numberAt, textAt } from "./fields.ts";

/** A name, date or amount of the contract, with every place where it stands. */
export type Entity = {
  readonly type: string;
  readonly text: string;
  /** The full name where a short one stands, so that one organization is not counted as two. */
  readonly name: string;
  readonly places: readonly string[];
};

/** The order in which a reader of contracts wants them. */
const order = ["ORGANIZATION", "PERSON", "LOCATION", "DATE", "MONEY", "PERCENT", "LAW", "EMAIL", "PHONE", "URL"];

const maxPlaces = 6;
const maxEntities = 300;

/** Equal entities are one, whatever their number of places. */
export function entitiesOf(result: unknown): readonly Entity[] {
  const found = new Map<string, { type: string; text: string; name: string; places: string[] }>();
  for (const fields of listIn(result, ["entities"])) {
    const text = shortLine(textAt(fields, "text", "value", "name") ?? "", 200);
    const type = (textAt(fields, "type", "label") ?? "OTHER").toUpperCase();
    if (text === "") continue;
    const key = `${type}\0${text}`;
    const entity = found.get(key) ?? { type, text, name: textAt(fields, "value") ?? text, places: [] };
    const start = numberAt(fields, "start");
    const end = numberAt(fields, "end");
    if (start !== undefined && end !== undefined) entity.places.push(`${start}–${end}`);
    found.set(key, entity);
  }
  const rank = (type: string): number => (order.includes(type) ? order.indexOf(type) : order.length);
  return [...found.values()].toSorted((one, other) => rank(one.type) - rank(other.type));
}

export function entityBlocks(entities: readonly Entity[]): readonly Block[] {
  if (entities.length === 0) return [];
  const rows = entities
    .slice(0, maxEntities)
    .map(({ type, text, places }) => [headingOf(type.toLowerCase()), text, placesOf(places)]);
  const left = entities.length - maxEntities;
  return [
    createTable({ header: ["Kind", "Text", "Characters"], rows, align: ["left", "left", "left"] }),
    ...(left > 0
      ? [
          {
            t: "par",
            c: [{ t: "text", v: `${counted(left, "further entity", "further entities")} not shown.` }],
            muted: true,
          } as const,
        ]
      : []),
  ];
}

function placesOf(places: readonly string[]): string {
  if (places.length === 0) return "–";
  const shown = places.slice(0, maxPlaces).join(", ");
  return places.length > maxPlaces ? `${shown} and ${places.length - maxPlaces} more` : shown;
}
