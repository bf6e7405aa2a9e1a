import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { analyzePlan, parsePlan } from "@aiecs/core";
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
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../packages/cli/src/config/load-config.ts";
import { commandsOf, problemOf, splitCommands } from "./docs/command-lines.ts";
import { type Block, readDocuments } from "./docs/markdown.ts";
import { type ModuleOutcome, openWorkshop } from "./docs/workshop.ts";

const documents = readDocuments();
const blocks = documents.flatMap((document) => document.blocks);
const tools = [
  pandasTool,
  statsTool,
  chartTool,
  reportTool,
  officeTool,
  imageTool,
  classfireTool,
  scraperTool,
  researchTool,
  searchTool,
];

const named = (chosen: readonly Block[]): [string, Block][] =>
  chosen.map((block) => [`${block.path}:${block.line}`, block]);
const ofLanguage = (language: string): Block[] => blocks.filter((block) => block.language === language);

const workshop = openWorkshop(documents);
afterAll(() => workshop[Symbol.dispose]());

describe("code in the documents", () => {
  it("[USE-4] is valid TypeScript", { timeout: 60_000 }, async () => {
    const { stdout } = await workshop.run("tsc", ["--project", workshop.folder], workshop.folder);
    // What stands outside of the folder is checked as a whole elsewhere.
    expect(stdout.split("\n").filter((line) => line !== "" && !line.startsWith(".."))).toEqual([]);
    expect(ofLanguage("ts").length).toBeGreaterThan(5);
  });

  it("[USE-4] is what stands in the example of the same name", () => {
    const names = readdirSync("examples/custom-tool").filter(
      (name) => name.endsWith("-tool.ts") || name.includes(".test."),
    );
    const shown = ofLanguage("ts").filter(({ file }) => names.includes(file ?? ""));
    expect(shown.map(({ file }) => file).sort()).toEqual(names.sort());
    for (const { file, text } of shown) {
      expect(text.trim()).toBe(readFileSync(`examples/custom-tool/${file}`, "utf8").trim());
    }
  });

  describe("as modules", () => {
    // A file of tests is run by the command that the document shows for it.
    const modules = ofLanguage("ts").filter(({ file }) => file?.endsWith(".test.ts") !== true);
    let outcomes: { readonly [file: string]: ModuleOutcome } = {};
    beforeAll(async () => {
      const runner = fileURLToPath(new URL("docs/run-modules.ts", import.meta.url));
      const { code, stdout, stderr } = await workshop.run(
        "node",
        [runner, ...modules.map(workshop.fileOf)],
        workshop.folder,
      );
      expect(code, stderr).toBe(0);
      outcomes = JSON.parse(stdout);
    }, 60_000);

    it.each(named(modules))("[USE-4] runs and prints what it claims: %s", (_title, block) => {
      const { lines, error } = outcomes[workshop.fileOf(block)] ?? { lines: [], error: "It did not end." };
      expect(error).toBeUndefined();
      const claims = Array.from(block.text.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm), ([, claim]) => claim);
      if (claims.length > 0) expect(lines).toEqual(claims);
    });
  });

  it.each(named(ofLanguage("sh").filter(({ run }) => run)))(
    "[USE-4] works in a shell: %s",
    { timeout: 60_000 },
    async (_title, block) => {
      const { code, stdout, stderr } = await workshop.run(
        "bash",
        ["-euc", block.text],
        dirname(workshop.fileOf(block)),
      );
      expect(code, stderr + stdout).toBe(0);
      const [next] = blocks.filter(({ path, line }) => path === block.path && line > block.line);
      if (next?.language === "text") expect(stdout.trimEnd()).toBe(next.text.trimEnd());
    },
  );
});

describe("plans and config files in the documents", () => {
  // What a document shows as broken is checked by the command that it shows for it.
  const sound = ofLanguage("yaml").filter(({ file }) => file !== "broken.yaml");
  const isPlan = ({ text }: Block): boolean => /^steps:$/m.test(text);

  it.each(named(sound.filter(isPlan)))("[USE-4] is a plan without a mistake: %s", (_title, { text }) => {
    expect(
      analyzePlan(parsePlan(text), { tools, executors: ["main", "thread", "fast_tasks", "heavy_tasks"] }).errors,
    ).toEqual([]);
  });

  it.each(named(sound.filter((block) => !isPlan(block))))(
    "[USE-4] is a config file without a mistake: %s",
    async (_title, block) => {
      const file = workshop.fileOf(block);
      await expect(loadConfig(file, dirname(file))).resolves.toMatchObject({ path: file });
    },
  );
});

describe("commands in the documents", () => {
  it("[USE-4] exist, with the options shown", async () => {
    const commands = documents.flatMap(commandsOf);
    const problems = await Promise.all(
      commands.map(async ({ where, words }) => ({ where, problem: await problemOf(words) })),
    );
    expect(problems.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(commands.filter(({ words }) => words[0] === "aiecs").length).toBeGreaterThan(10);
  });

  it.each([
    ["a command that does not exist", "aiecs tool"],
    ["an option that does not exist", "aiecs run plan.yaml --dry"],
    ["an option without its value", "npm run --silent aiecs -- graph plan.yaml --format"],
    ["a script that does not exist", "npm run tests"],
    ["a target that does not exist", "make coffee"],
  ])("[USE-4] would not pass with %s", async (_title, line) => {
    await expect(problemOf(splitCommands(line)[0] ?? [])).resolves.toEqual(expect.any(String));
  });

  it("are taken apart as a shell does", () => {
    expect(splitCommands(`aiecs call a.b text="two words" --params '{"n": 1}' | jq '.[0]' > out.json # why`)).toEqual([
      ["aiecs", "call", "a.b", "text=two words", "--params", '{"n": 1}'],
      ["jq", ".[0]"],
    ]);
  });
});

describe("links in the documents", () => {
  it("[USE-4] lead to files that are there", () => {
    const broken = documents.flatMap(({ path, folder, prose }) =>
      Array.from(prose.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#[^)]*)?\)/g), ([, target = ""]) => ({
        path,
        target,
      })).filter(({ target }) => !existsSync(join(folder, target))),
    );
    expect(broken).toEqual([]);
  });
});
