import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { createExecutor } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { questionsOnDocs, recallOf } from "#testing-fixtures/known-answers.ts";
import researchTool from "./index.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Where each answer stands among the sources found, from 0; −1 when it is not there. */
async function ranksOf(
  corpus: string | readonly string[],
  questions: readonly (readonly [string, readonly string[]])[],
) {
  const config = { roots: [root], rate_limit_requests_per_second: 0 };
  await using executor = createExecutor({ tools: [researchTool], config, environment: {} });
  const ranks: number[] = [];
  for (const [query, answers] of questions) {
    const { passages } = await executor.executeOperation("research_tool.search_related", { query, corpus, top_k: 20 });
    const sources = [...new Set(passages.map(({ source }) => source))];
    ranks.push(sources.findIndex((source) => answers.some((answer) => source.endsWith(answer))));
  }
  return ranks;
}

const manifest = z.object({ description: z.string() });

/** The descriptions of installed packages, each with the README that it should lead to. */
function packages(): readonly (readonly [description: string, readme: string])[] {
  const folder = join(root, "node_modules");
  return readdirSync(folder).flatMap((name) => {
    const readme = join(folder, name, "README.md");
    if (name.startsWith(".") || !existsSync(readme) || readFileSync(readme).length < 600) return [];
    const { data } = manifest.safeParse(JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8")));
    return data === undefined || data.description.split(" ").length < 4 ? [] : [[data.description, readme]];
  });
}

describe("what is found", () => {
  it("answers questions on the project's own documents", async () => {
    const ranks = await ranksOf(join(root, "docs"), questionsOnDocs);
    expect(ranks[0], "how are references resolved").toBe(0);
    const { recallAt3, reciprocalRank } = recallOf(ranks);
    expect(recallAt3).toBeGreaterThanOrEqual(0.85);
    expect(reciprocalRank).toBeGreaterThanOrEqual(0.8);
  });

  it("finds the README of a package by the package's description", async () => {
    // Every second one: enough to tell, in half the time.
    const known = packages().filter((_, index) => index % 2 === 0);
    const questions = known.map(([description, readme]) => [description, [relative(root, readme)]] as const);
    expect(questions.length).toBeGreaterThan(50);
    const readmes = known.map(([, readme]) => readme);
    const { recallAt3, reciprocalRank } = recallOf(await ranksOf(readmes, questions));
    expect(recallAt3).toBeGreaterThanOrEqual(0.85);
    expect(reciprocalRank).toBeGreaterThanOrEqual(0.8);
  }, 60_000);
});
