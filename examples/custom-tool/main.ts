/**
 * Tools of one's own: one of functions, one of a class, as docs/add-a-tool.md makes them. Runs the tool's tests, looks
 * at it and calls it by `aiecs`, and uses both in a plan.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const folder = "examples/custom-tool";
const wordTool = `${folder}/word-tool.ts`;

function run(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=aiecs-source", ...args], {
    encoding: "utf8",
  });
  assert.equal(status, 0, `${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}

const aiecs = (...args: readonly string[]): string => run("packages/cli/bin/aiecs.mjs", ...args, "--tool", wordTool);

assert.match(run("--test", `${folder}/word-tool.test.ts`), /pass 3\b[\s\S]*fail 0\b/);
console.log("the tool's own tests pass");

assert.match(aiecs("tools", "word_tool.count_words"), /min_length/);
const called: unknown = JSON.parse(aiecs("call", "word_tool.count_words", "text=to be or not to be", "--json"));
assert.deepEqual(called, { total: 6, words: { to: 2, be: 2, or: 1, not: 1 } });
console.log("aiecs finds it by --tool, shows it and calls it");

const output: unknown = JSON.parse(
  aiecs("run", `${folder}/plan.yaml`, "--tool", `${folder}/counter-tool.ts`, "--json", "--output"),
);
const words = readFileSync(`${folder}/plan.yaml`, "utf8").match(/\p{L}+/gu) ?? [];
assert.deepEqual(output, { words: words.filter((word) => word.length >= 4).length });
console.log("a plan uses it, and a tool made of a class");

const lines = readFileSync(wordTool, "utf8").trimEnd().split("\n").length;
assert(lines < 40, `the tool has ${lines} lines`);
