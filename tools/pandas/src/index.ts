import type { Operation, Table, Tool } from "@aiecs/core";
import { defineOperation, defineTool } from "@aiecs/core/toolkit";
import { z } from "zod";
import type { CsvReport } from "#csv/read-csv.ts";
import type { Engine, EngineConfig } from "#duckdb/engine.ts";
import type { PandasContext } from "#files/open-table.ts";
import type { AnalyzeSalesParams, SalesAnalysis } from "#operations/analyze-sales.ts";
import type { CheckDataQualityParams, QualityResult } from "#operations/check-data-quality.ts";
import type { CleanDataParams, CleaningReport } from "#operations/clean-data.ts";
import type { DescribeParams, Description } from "#operations/describe.ts";
import type { GroupAnalysisParams } from "#operations/group-analysis.ts";
import type { MergeDataParams } from "#operations/merge-data.ts";
import type { ReadCsvParams } from "#operations/read-csv.ts";
import { analyzeSalesInput, analyzeSalesOutput } from "#schemas/analyze-sales.ts";
import { checkDataQualityInput, checkDataQualityOutput } from "#schemas/check-data-quality.ts";
import { cleanDataInput, cleanDataOutput } from "#schemas/clean-data.ts";
import { describeInput, describeOutput } from "#schemas/describe.ts";
import * as examples from "#schemas/examples.ts";
import { groupAnalysisInput, groupAnalysisOutput } from "#schemas/group-analysis.ts";
import { type LoadTableParams, loadTableInput, loadTableOutput } from "#schemas/load-table.ts";
import { mergeDataInput, mergeDataOutput } from "#schemas/merge-data.ts";
import { readCsvInput, readCsvOutput } from "#schemas/read-csv.ts";

/** The operations of `pandas_tool`, by name. */
export type PandasOperations = {
  readonly read_csv: Operation<ReadCsvParams, Table & { readonly report: CsvReport }>;
  readonly load_table: Operation<LoadTableParams, Table>;
  readonly describe: Operation<DescribeParams, Description>;
  readonly clean_data: Operation<CleanDataParams, Table & { readonly report: CleaningReport }>;
  readonly check_data_quality: Operation<CheckDataQualityParams, QualityResult>;
  readonly analyze_sales: Operation<AnalyzeSalesParams, SalesAnalysis>;
  readonly merge_data: Operation<MergeDataParams, Table>;
  readonly group_analysis: Operation<GroupAnalysisParams, Table>;
};

/** All operations only read, and give the same for the same data. DuckDB works on threads of its own. */
const reading = { annotations: { readOnly: true, idempotent: true, destructive: false }, runsOn: "main" } as const;

const configSchema: z.ZodType<EngineConfig, EngineConfig> = z.strictObject({
  memory_limit_mb: z
    .int()
    .min(64)
    .optional()
    .describe("Memory before data move to the disk. Half of the machine's when not given."),
  threads: z.int().min(1).optional().describe("The machine's cores when not given."),
});

const pandasTool: Tool<"pandas_tool", PandasOperations> = defineTool({
  name: "pandas_tool",
  description: "Dataframes: reads, describes, cleans, checks, merges and groups tables.",
  version: "1.0.0",
  configSchema,
  create: async (config, { limits }) =>
    (await import("#duckdb/engine.ts")).createEngine({ ...config, max_rows: limits.max_rows }),
  dispose: (engine: Engine) => engine.close(),
  operations: {
    read_csv: defineOperation({
      ...reading,
      description:
        "Reads a CSV file into a table. Encoding, delimiter and types are found by themselves; a faulty file is an error that names line and column.",
      inputSchema: readCsvInput,
      outputSchema: readCsvOutput,
      cache: { files: ["file_path"] },
      examples: examples.readCsvExamples,
      execute: async (params, context: PandasContext) =>
        (await import("#operations/read-csv.ts")).readCsvFile(params, context),
    }),
    load_table: defineOperation({
      ...reading,
      description:
        "Makes a table of records, an earlier result, a dataset of the plan's input, or a file (csv, tsv, json, ndjson, parquet; xlsx and ods where office_tool is there).",
      inputSchema: loadTableInput,
      outputSchema: loadTableOutput,
      examples: examples.loadTableExamples,
      execute: async (params, context: PandasContext) =>
        (await import("#operations/load-table.ts")).loadTable(params, context),
    }),
    describe: defineOperation({
      ...reading,
      description:
        "Summarises columns: count, mean, standard deviation, quartiles and range of numbers, range of dates, most frequent text.",
      inputSchema: describeInput,
      outputSchema: describeOutput,
      examples: examples.describeExamples,
      execute: async (params, context: PandasContext) =>
        (await import("#operations/describe.ts")).describe(params, context),
    }),
    clean_data: defineOperation({
      ...reading,
      description:
        "Cleans a table in this order: strips texts, fills nulls, drops rows with nulls, removes duplicates. Without any of these named: strips, drops rows without any value, removes duplicates. `report` tells what was changed.",
      inputSchema: cleanDataInput,
      outputSchema: cleanDataOutput,
      examples: examples.cleanDataExamples,
      execute: async (params, context: PandasContext) =>
        (await import("#operations/clean-data.ts")).cleanData(params, context),
    }),
    check_data_quality: defineOperation({
      ...reading,
      description:
        "Scores a table from 0 to 1 by missing values, duplicates, type conflicts and outliers, and hands it on as `df`.",
      inputSchema: checkDataQualityInput,
      outputSchema: checkDataQualityOutput,
      examples: examples.checkDataQualityExamples,
      execute: async (params, context: PandasContext) =>
        (await import("#operations/check-data-quality.ts")).checkDataQuality(params, context),
    }),
    analyze_sales: defineOperation({
      ...reading,
      description:
        "Sums sales net of returns: in all, by period, by category, with the five best products and the growth of the last full period.",
      inputSchema: analyzeSalesInput,
      outputSchema: analyzeSalesOutput,
      examples: examples.analyzeSalesExamples,
      execute: async (params, context: PandasContext) =>
        (await import("#operations/analyze-sales.ts")).analyzeSales(params, context),
    }),
    merge_data: defineOperation({
      ...reading,
      description:
        "Joins two tables on columns of the same name. Names that both have get _1 and _2; nulls have no partner.",
      inputSchema: mergeDataInput,
      outputSchema: mergeDataOutput,
      examples: examples.mergeDataExamples,
      execute: async (params, context: PandasContext) =>
        (await import("#operations/merge-data.ts")).mergeData(params, context),
    }),
    group_analysis: defineOperation({
      ...reading,
      description:
        "One row per group: the grouping columns, the count of rows, and figures named {column}_{aggregation}.",
      inputSchema: groupAnalysisInput,
      outputSchema: groupAnalysisOutput,
      examples: examples.groupAnalysisExamples,
      execute: async (params, context: PandasContext) =>
        (await import("#operations/group-analysis.ts")).groupAnalysis(params, context),
    }),
  },
});

export default pandasTool;
