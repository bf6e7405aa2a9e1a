import { type Artifact, artifactJsonSchema, isArtifact } from "@aiecs/core/toolkit";
import { z } from "zod";

export type UpdateDashboardInput = {
  /** One result, a table, a list of results, or a list of step results. */
  readonly metrics: object;
  readonly title?: string | undefined;
  readonly output_path?: string | undefined;
  readonly refresh_s?: number | undefined;
};
export type UpdateDashboardParams = UpdateDashboardInput & { readonly title: string };

export type UpdateDashboardResult = {
  /** The page. */
  readonly artifact: Artifact;
  /** What it shows, and the values so far, as JSON. */
  readonly data: Artifact;
  /** Where the page stands: at output_path, or in the task's folder. */
  readonly path: string;
  readonly title: string;
  readonly updated: string;
  /** How often the page was brought up to date. */
  readonly updates: number;
  readonly panels: number;
  readonly figures: number;
  /** Figures that are new or have another value, the first 50. */
  readonly changed: readonly { readonly figure: string; readonly from: number | null; readonly to: number }[];
  readonly changed_count: number;
  readonly notes: readonly string[];
};

export const updateDashboardInput: z.ZodType<UpdateDashboardParams, UpdateDashboardInput> = z.object({
  metrics: z
    .custom<object>((value) => typeof value === "object" && value !== null, {
      error: "expected a result with figures, a table, a list of results, or a list of step results",
    })
    .meta({
      description:
        "What to show: a result with figures (collect_cpu_metrics, …), a table, a list of results, or a list of step results.",
      anyOf: [{ type: "object" }, { type: "array" }],
    }),
  title: z.string().min(1).max(300).default("Dashboard"),
  output_path: z
    .string()
    .regex(/\.html?$/i, "expected a path that ends in .html")
    .optional()
    .describe(
      "Where the page is kept, with its values as JSON beside it; they are read again, so that the page goes on after a restart. Default: dashboard.output_path of the config, else a file in the task's folder.",
    ),
  refresh_s: z
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe("Seconds after which an open page loads itself anew; the config's, 10, when not given."),
});

const artifact = z.custom<Artifact>(isArtifact, "expected an artifact").meta(artifactJsonSchema);

export const updateDashboardOutput: z.ZodType<UpdateDashboardResult> = z.object({
  artifact,
  data: artifact,
  path: z.string().describe("Where the page stands: at output_path, or in the task's folder."),
  title: z.string(),
  updated: z.iso.datetime(),
  updates: z.int(),
  panels: z.int(),
  figures: z.int(),
  changed: z
    .array(z.object({ figure: z.string(), from: z.number().nullable(), to: z.number() }))
    .describe("Figures that are new or have another value, the first 50."),
  changed_count: z.int(),
  notes: z.array(z.string()),
});
