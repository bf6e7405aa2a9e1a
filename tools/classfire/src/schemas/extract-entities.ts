import type { TextInput } from "@aiecs/core/toolkit";
import { z } from "zod";
import { type Entity, type EntityType, entityTypes } from "#entities/entity.ts";
import { end, language, notes, source, start, textInput } from "./text-input.ts";

export type ExtractEntitiesParams = { readonly text: TextInput };

/** Equal entities as one. */
export type EntityGroup = { readonly type: EntityType; readonly value: string; readonly count: number };

export type ExtractEntitiesResult = {
  /** In order of their places, none over another. */
  readonly entities: readonly Entity[];
  readonly counts: { readonly [type in EntityType]: number };
  /** The commonest first. */
  readonly groups: readonly EntityGroup[];
  readonly language: string | null;
  readonly method: "rules";
  readonly source: string | null;
  readonly notes: readonly string[];
};

export const extractEntitiesInput: z.ZodType<ExtractEntitiesParams, ExtractEntitiesParams> = z.object({
  text: textInput,
});

const type = z.enum(entityTypes);

export const entity: z.ZodType<Entity> = z.object({
  type,
  text: z.string(),
  start,
  end,
  value: z
    .string()
    .nullable()
    .describe(
      "In one fixed form: dates as ISO 8601, money as currency and amount (USD 1250000), the full name where a short one stands; null where there is none.",
    ),
});

export const extractEntitiesOutput: z.ZodType<ExtractEntitiesResult> = z.object({
  entities: z.array(entity).describe("In order of their places, none over another."),
  counts: z.record(type, z.int()).describe("How many of each type."),
  groups: z
    .array(z.object({ type, value: z.string(), count: z.int() }))
    .describe("Equal ones as one, the commonest first."),
  language,
  method: z.literal("rules").describe("Patterns, lists of names, and the words around them."),
  source,
  notes,
});
