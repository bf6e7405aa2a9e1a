import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createExecutor } from "@aiecs/core";
import { createTestContext } from "@aiecs/core/testing";
import { runProgram } from "@aiecs/core/toolkit";
import officeTool from "@aiecs/tool-office";
import pandasTool from "@aiecs/tool-pandas";
import { expect, it } from "vitest";

const libreOffice = { name: "LibreOffice", commands: ["soffice"], install: "" };

it("[TOOL-3] a workbook is a table: pandas_tool reads it through office_tool", { timeout: 60_000 }, async () => {
  await using context = createTestContext();
  const csv = fileURLToPath(new URL("../data/seattle-weather.csv", import.meta.resolve("vega-datasets")));
  const profile = `-env:UserInstallation=file://${context.folder}/profile`;
  const args = [profile, "--headless", "--convert-to", "xlsx", "--outdir", context.folder, csv];
  await runProgram(libreOffice, args, { signal: AbortSignal.timeout(50_000) });

  await using executor = createExecutor({
    tools: [pandasTool, officeTool],
    config: { roots: [context.folder], artifacts_folder: `${context.folder}/runs` },
    environment: {},
  });
  const groups = await executor.executeOperation("pandas_tool.group_analysis", {
    df: `${context.folder}/seattle-weather.xlsx`,
    group_by: "weather",
    values: "temp_max",
    aggregations: ["sum"],
  });
  const sums = new Map<string, number>();
  for (const line of readFileSync(csv, "utf8").trim().split(/\r?\n/).slice(1)) {
    const [, , warmest, , , weather = ""] = line.split(",");
    sums.set(weather, (sums.get(weather) ?? 0) + Number(warmest));
  }
  expect(groups.rows).toBe(5);
  for (const { weather, temp_max_sum } of groups.data) {
    expect(temp_max_sum).toBeCloseTo(sums.get(String(weather)) ?? Number.NaN, 6);
  }
});
