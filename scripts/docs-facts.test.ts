import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import {
  configFromEnvironment,
  environmentVariables,
  errorTable,
  type Operations,
  resolveConfig,
  resolveTaskConfig,
} from "@aiecs/core";
import { resolveServerConfig } from "@aiecs/server/config";
import chartTool from "@aiecs/tool-chart";
import classfireTool from "@aiecs/tool-classfire";
import imageTool from "@aiecs/tool-image";
import officeTool from "@aiecs/tool-office";
import pandasTool from "@aiecs/tool-pandas";
import reportTool from "@aiecs/tool-report";
import researchTool from "@aiecs/tool-research";
import scraperTool from "@aiecs/tool-scraper";
import searchTool from "@aiecs/tool-search";
import statsTool from "@aiecs/tool-stats";
import { describe, expect, it } from "vitest";
import { commandTable } from "../packages/cli/src/command-line/command-table.ts";
import { stepRules } from "../packages/core/src/execution/plans/plan-keys.ts";
import { readDocument, readTable } from "./docs/markdown.ts";

const configuration = readDocument("docs/configuration.md");
const architecture = readDocument("docs/architecture.md");

/** A setting's value as the documents write it. */
function written(value: unknown): string {
  if (typeof value === "number") {
    const mebibytes = value / 1024 ** 2;
    return Number.isInteger(mebibytes) ? `${mebibytes} MiB` : value.toLocaleString("en-US");
  }
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  if (value === null) return "none";
  return Array.isArray(value) ? value.join(", ") : "";
}

describe("docs/configuration.md", () => {
  it("[USE-4] lists the keys of the config with their defaults", () => {
    const { limits, ...config } = resolveConfig();
    const listed = (header: string) =>
      readTable(configuration, [header, "default"]).map(([key, value]) => [key, value]);
    const expected = Object.entries({ ...config, limits }).map(([key, value]) => [key, written(value)]);
    expect(listed("key")).toEqual(expected.map(([key, value]) => [key, key === "max_workers" ? "the cores" : value]));
    const entries = (values: object) => Object.entries(values).map(([key, value]) => [key, written(value)]);
    expect(listed("key of tasks")).toEqual(entries(resolveTaskConfig()));
    expect(listed("key of server")).toEqual(entries(resolveServerConfig()));
    expect(listed("key of limits")).toEqual(Object.entries(limits).map(([key, value]) => [key, written(value)]));
  });

  it("[USE-4] lists the environment variables, and what each sets", () => {
    const rows = readTable(configuration, ["variable", "sets"]);
    expect(rows.map(([name = ""]) => name).toSorted()).toEqual(environmentVariables.toSorted());
    for (const [name = "", key] of rows) {
      const attempts = name.endsWith("RETRY_BACKOFF") ? { TOOL_EXECUTOR_RETRY_ATTEMPTS: "2" } : {};
      expect(Object.keys(configFromEnvironment({ [name]: "1", ...attempts })), name).toEqual([key]);
    }
  });
});

describe("docs/plans.md", () => {
  const plans = readDocument("docs/plans.md");

  it("[USE-4] lists the error codes with their meanings and exit codes", () => {
    const expected = Object.entries(errorTable).map(([code, { meaning, exitCode }]) => [
      code,
      meaning,
      String(exitCode),
    ]);
    expect(readTable(plans, ["code", "means", "exit code"])).toEqual(expected);
  });

  it("[USE-4] shows every key that a step can have", () => {
    const shown = plans.blocks[0]?.text ?? "";
    expect(Object.keys(stepRules.keys).filter((key) => !new RegExp(`^\\s+(- )?${key}:`, "m").test(shown))).toEqual([]);
  });
});

describe("docs/architecture.md", () => {
  it("[PIPE-2] [USE-4] draws the links of the pipeline in their order", () => {
    const diagram = architecture.blocks.find(({ language }) => language === "mermaid")?.text ?? "";
    const drawn = Array.from(diagram.matchAll(/\bl\d+\["?([a-z-]+)/g), ([, name]) => name);
    expect(drawn).toEqual(linksOfPipeline());
  });

  it("[USE-4] says of every room what it is for", () => {
    expect(documentedRooms("packages/core/src")).toEqual(roomsUnder("packages/core/src"));
    for (const name of ["cli", "client", "mcp", "server"]) {
      expect(documentedRooms(`packages/${name}/src`)).toEqual(roomsUnder(`packages/${name}/src`));
    }
  });

  it("[USE-4] says of every room of the tools what it is for", () => {
    const documented = readTable(architecture, ["room of tools/*/src"]).map(([room = ""]) => room);
    const rooms = globSync("tools/*/src").flatMap((source) =>
      roomsUnder(source).map((room) =>
        ["operations", "schemas"].includes(room) ? room : `${basename(dirname(source))}/${room}`,
      ),
    );
    expect(documented.toSorted()).toEqual([...new Set(rooms)].toSorted());
  });
});

/** The files of `execution/middleware` in the order in which `pipeline.ts` lists what they make. */
function linksOfPipeline(): string[] {
  const source = readFileSync("packages/core/src/execution/pipeline.ts", "utf8");
  const files = Array.from(
    source.matchAll(/import \{ ([^}]+) \} from "\.\/middleware\/([a-z-]+)\.ts"/g),
    ([, names = "", file = ""]) => ({
      file,
      makers: names.split(", "),
    }),
  );
  const list = source.slice(source.indexOf("const links"), source.indexOf("];"));
  const placed = files.map(({ file, makers }) => {
    const places = makers.map((maker) => list.search(new RegExp(`\\b${maker}\\(`))).filter((place) => place >= 0);
    return { file, place: Math.min(...places) };
  });
  return placed.toSorted((a, b) => a.place - b.place).map(({ file }) => file);
}

function documentedRooms(source: string): string[] {
  return readTable(architecture, [`room of ${source}`])
    .map(([room = ""]) => room)
    .toSorted();
}

/** The folders that hold sources, those for tests alone left out. */
function roomsUnder(source: string): string[] {
  return readdirSync(source, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory() && !entry.name.endsWith("fixtures"))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(source.length + 1))
    .filter((room) => !room.includes("testing-fixtures"))
    .filter((room) => readdirSync(`${source}/${room}`).some((file) => file.endsWith(".ts")))
    .toSorted();
}

describe("the packages' READMEs", () => {
  it("[USE-4] stand in every package, and the README of the whole names every package", () => {
    const folders = globSync(["packages/*", "adapters/*", "tools/*"]).filter((folder) =>
      existsSync(`${folder}/package.json`),
    );
    expect(folders.filter((folder) => !existsSync(`${folder}/README.md`))).toEqual([]);
    const named = readTable(readDocument("README.md"), ["package"]).map(
      ([cell = ""]) => /\((.*)\)/.exec(cell)?.[1] ?? cell,
    );
    expect(named.toSorted()).toEqual(folders.toSorted());
  });

  it.each([
    ["pandas", pandasTool],
    ["stats", statsTool],
    ["chart", chartTool],
    ["report", reportTool],
    ["office", officeTool],
    ["image", imageTool],
    ["classfire", classfireTool],
    ["scraper", scraperTool],
    ["research", researchTool],
    ["search", searchTool],
  ])("[USE-4] list the operations of %s", (folder, tool) => {
    const rows = readTable(readDocument(`tools/${folder}/README.md`), [`operation of ${tool.name}`, "does"]);
    const operations: Operations = tool.operations;
    expect(rows.map(([name]) => name)).toEqual(Object.keys(operations));
    for (const [name = "", does = ""] of rows) {
      expect(`${operations[name]?.description.replaceAll("`", "")} `).toContain(`${does} `);
    }
  });

  it("[USE-4] list the commands", () => {
    const rows = readTable(readDocument("packages/cli/README.md"), ["command"]);
    const expected = Object.entries(commandTable).map(([name, { summary }]) => [`aiecs ${name}`, summary]);
    expect(rows).toEqual(expected);
  });
});

describe("examples/README.md", () => {
  it("[USE-4] lists every example", () => {
    const rows = readTable(readDocument("examples/README.md"), ["example"]);
    const examples = globSync("examples/*/main.ts").map((file) => basename(dirname(file)));
    expect(rows.map(([cell = ""]) => /\((.*)\)/.exec(cell)?.[1])).toEqual(examples.toSorted());
  });
});
