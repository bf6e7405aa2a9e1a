import { createExecutor } from "@aiecs/core";
import { createTestContext } from "@aiecs/core/testing";
import { expect, it } from "vitest";
import { realDataFolder } from "#testing-fixtures/real-data.ts";
import pandasTool from "./index.ts";

it("[TOOL-4] a table leaves the process as JSON with a Parquet file, and comes back whole in another one", async () => {
  await using context = createTestContext();
  const open = () =>
    createExecutor({
      tools: [pandasTool],
      config: { roots: [context.folder, realDataFolder], artifacts_folder: `${context.folder}/.aiecs/runs` },
      environment: {},
    });
  const owner = { userId: "ann", taskId: "first" };
  await using first = open();
  const file_path = `${realDataFolder}/seattle-weather.csv`;
  const table = await first.executeOperation("pandas_tool.read_csv", { file_path }, owner);
  const json = JSON.parse(JSON.stringify(await first.exportResult({ df: table }, owner)));
  expect(json.df).toMatchObject({ rows: 1461, truncated: true, artifact: expect.any(String) });
  expect(await first.artifacts.list("first")).toMatchObject([{ name: "table.parquet" }]);

  await using second = open();
  const again = await second.executeOperation(
    "pandas_tool.group_analysis",
    { df: json, group_by: "weather", values: "precipitation", aggregations: ["sum"] },
    { userId: "ann", taskId: "second" },
  );
  const direct = await first.executeOperation("pandas_tool.group_analysis", {
    df: table,
    group_by: "weather",
    values: "precipitation",
    aggregations: ["sum"],
  });
  expect(again.data).toEqual(direct.data);
  const asBob = second.executeOperation("pandas_tool.describe", { df: json }, { userId: "bob" });
  await expect(asBob).rejects.toThrow(/There is no artifact '[0-9a-f]+' any more: run the step that made it again/);
});
