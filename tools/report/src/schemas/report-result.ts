import { type Artifact, artifactJsonSchema, isArtifact } from "@aiecs/core/toolkit";
import { z } from "zod";

/** What every report operation returns: the file itself, with what is in it. */
export type ReportResult = Artifact & {
  readonly title: string;
  readonly pages: number;
  /** Pictures in the report. */
  readonly charts: number;
  /** What was left out, cut short or assumed. */
  readonly notes: readonly string[];
};

const fields = {
  title: z.string(),
  pages: z.int().positive(),
  charts: z.int().nonnegative(),
  notes: z.array(z.string()),
};

/** An artifact with fields more. */
export const reportResult: z.ZodType<ReportResult> = z
  .intersection(z.custom<Artifact>(isArtifact, "expected an artifact"), z.looseObject(fields))
  .meta({
    ...artifactJsonSchema,
    ...mergedJsonSchema(),
  });

function mergedJsonSchema(): object {
  const { properties, required } = z.toJSONSchema(z.object(fields));
  const own = artifactJsonSchema.properties;
  return {
    description: "The PDF file.",
    properties: { ...(typeof own === "object" ? own : {}), ...properties },
    required: [...(Array.isArray(artifactJsonSchema.required) ? artifactJsonSchema.required : []), ...(required ?? [])],
  };
}
