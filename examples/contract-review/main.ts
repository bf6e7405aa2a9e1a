/**
 * Use case 2: contracts of a law firm, one of them scanned and one sent incompletely, from the PDF to a report. Each is a
 * task of its own, so that the broken one fails alone. What is found is held against what a reader of the texts found.
 */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExecutor, parsePlan, type TaskStepResult } from "@aiecs/core";
import { openPlanRunner } from "../plan-runner.ts";
import { checkPrecedents, checkRecognition, checkReport, checkRisk, checkTerms, squeezed } from "./check-review.ts";
import { expectedFacts } from "./expected-facts.ts";
import { operationsFor, tools, toReview } from "./review.ts";

const home = "examples/contract-review";
const precedents = `${home}/data/precedents`;
const folder = await mkdtemp(join(tmpdir(), "aiecs-contract-review-"));
const settings = {
  tools,
  config: { artifacts_folder: folder },
  toolConfig: { research_tool: { corpus: precedents } },
};
await using executor = createExecutor(settings);

/** The last one was cut off on its way. */
const contract_files = ["contract_001.pdf", "contract_002.pdf", "contract_003.pdf", "contract_004.pdf"];

function describe(results: readonly TaskStepResult[]): string {
  return results.map(({ step, status, errorMessage }) => `${step}: ${status} ${errorMessage ?? ""}`).join("\n");
}

function checkBroken(results: readonly TaskStepResult[]): void {
  const [reading, ...others] = results;
  assert.equal(reading?.status, "failed", describe(results));
  assert.match(reading.errorMessage ?? "", /damaged or incomplete/);
  assert.deepEqual(
    new Set(others.map(({ status, errorCode }) => `${status} ${errorCode}`)),
    new Set(["cancelled E004"]),
  );
}

try {
  const all_results = new Map<string, readonly TaskStepResult[]>();
  for (const contract_file of contract_files) {
    const contract_ops = operationsFor(`${home}/data/${contract_file}`);
    const result = await executor.executeOperationsSequence(
      contract_ops,
      "lawyer_001",
      `contract_analysis_${contract_file}`,
      { stopOnFailure: false }, // Single contract failure doesn't affect others
    );
    all_results.set(contract_file, result);
  }

  let kinds = 0;
  for (const [name, expected] of Object.entries(expectedFacts)) {
    const results = all_results.get(`${name}.pdf`) ?? [];
    assert(results.length === 8 && results.every(({ completed }) => completed), describe(results));
    const review = toReview(results);
    assert.equal(review.document.scanned_pages.length, expected.scannedPages);
    const text = review.document.text + review.recognised.text;
    const known = await readFile(`${home}/data/${name}.txt`, "utf8");
    const { right, wrong } = checkTerms(review, text, expected);
    kinds += right;
    checkRisk(review, text, expected);
    const sources = await checkPrecedents(review, precedents);
    await checkReport(review, folder);
    const { risk, type } = review;
    console.log(
      `${name}: ${type.type}, ${expected.parties.join(" and ")}, law of ${expected.law}, risk ${risk.level} (${risk.score})`,
    );
    console.log(`  ${right} of ${right + wrong.length} kinds of clause right ${wrong.map((kind) => `(not ${kind})`)}`);
    console.log(`  ${risk.factors.length} risk factors, with precedents from ${sources} files`);
    if (expected.scannedPages === 0) assert.equal(squeezed(text), squeezed(known));
    else {
      const { whole, body } = checkRecognition(text, known);
      const percent = (rate: number) => `${(100 * rate).toFixed(2)} %`;
      console.log(`  scanned: ${percent(body)} of characters read wrong, ${percent(whole)} with the table of contents`);
    }
  }
  // As a reader marked them.
  assert.equal(kinds, 27, `${kinds} of 27 kinds of clause are right`);
  const broken = all_results.get("contract_004.pdf") ?? [];
  checkBroken(broken);
  console.log(`contract_004: ${broken[0]?.errorMessage}; the others are not affected`);

  // The same by the plan file, all contracts at once.
  const plan = parsePlan(await readFile(`${home}/plan.yaml`));
  await using planRunner = await openPlanRunner(executor, settings);
  const planned = await Promise.all(
    contract_files.map((contract_file) =>
      planRunner.executePlan(plan, {
        strict: true,
        userId: "lawyer_001",
        taskId: `contract_plan_${contract_file}`,
        input: { file_path: `${home}/data/${contract_file}` },
      }),
    ),
  );
  assert.deepEqual(
    planned.map(({ status }) => status),
    ["completed", "completed", "completed", "failed"],
  );
  for (const [place, { results }] of planned.entries()) {
    const earlier = all_results.get(contract_files[place] ?? "") ?? [];
    // From the entities to the kind of contract; files and reports are each task's own.
    for (const step of [2, 3, 4, 5, 6]) assert.deepEqual(results[step]?.result, earlier[step]?.result);
  }
  checkBroken(planned[3]?.results ?? []);
  console.log("the plan file gives the same, all contracts at once");
} finally {
  await rm(folder, { recursive: true });
}
