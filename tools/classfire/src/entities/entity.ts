import type { Span } from "#language/span.ts";

/** The kinds of entities, in the words of the project. */
export const entityTypes = [
  "PERSON",
  "ORGANIZATION",
  "LOCATION",
  "DATE",
  "MONEY",
  "PERCENT",
  "EMAIL",
  "URL",
  "PHONE",
  "LAW",
] as const;

export type EntityType = (typeof entityTypes)[number];

/** A part of a text that names something; `value` is it in one fixed form, null where there is none. */
export type Entity = Span & { readonly type: EntityType; readonly text: string; readonly value: string | null };

/** What a finder finds, before overlaps are resolved. */
export type Found = Span & { readonly type: EntityType; readonly value?: string | null };
