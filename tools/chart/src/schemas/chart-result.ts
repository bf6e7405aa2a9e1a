import { type Artifact, artifactJsonSchema, isArtifact } from "@aiecs/core/toolkit";
import { z } from "zod";

/** What every chart operation returns. */
export type ChartResult = {
  readonly title: string;
  readonly kind: "line" | "area" | "bar" | "pie" | "empty";
  /** What the picture says in words and numbers. */
  readonly alt: string;
  /** The columns that were drawn; null for the rows' own order, and for a count of rows. */
  readonly x: string | null;
  readonly y: string | null;
  readonly aggregation: "sum" | "mean" | "count" | "min" | "max";
  /** Rows of the data, and the marks they became. */
  readonly rows: number;
  readonly points: number;
  readonly svg: Artifact;
  readonly png: Artifact;
  /** The Vega-Lite specification, data included. */
  readonly spec: object;
  /** What a reader has to know: columns that were chosen, what was merged or left out. */
  readonly notes: readonly string[];
};

/** A file in a result. */
export const artifact: z.ZodType<Artifact> = z
  .custom<Artifact>(isArtifact, "expected an artifact")
  .meta(artifactJsonSchema);

/** A chart's specification. */
export const vegaLiteSpec: z.ZodType<object> = z
  .custom<object>((value) => typeof value === "object" && value !== null, "expected a Vega-Lite specification")
  .meta({ type: "object", description: "The Vega-Lite specification, data included.", additionalProperties: true });

/** The fields that all results have, for `z.object`. */
export const chartFields: { readonly [K in keyof ChartResult]: z.ZodType<ChartResult[K]> } = {
  title: z.string(),
  kind: z.enum(["line", "area", "bar", "pie", "empty"]).describe("What was drawn; empty when there was no data."),
  alt: z.string().describe("What the picture says in words and numbers."),
  x: z.string().nullable().describe("The column drawn along; null for the rows' own order."),
  y: z.string().nullable().describe("The column measured; null for a count of rows."),
  aggregation: z.enum(["sum", "mean", "count", "min", "max"]),
  rows: z.int().nonnegative(),
  points: z.int().nonnegative(),
  svg: artifact,
  png: artifact,
  spec: vegaLiteSpec,
  notes: z.array(z.string()),
};

export const chartResult: z.ZodType<ChartResult> = z.object(chartFields);
