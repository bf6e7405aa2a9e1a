import { readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProject, type Project } from "./cli-process.ts";

let project: Project;

beforeAll(async () => {
  project = await createProject();
});
afterAll(() => project[Symbol.asyncDispose]());

describe("aiecs call", () => {
  it("[CLI-1] prints the bare result", async () => {
    expect(await project.aiecs(["call", "math_tool.add", "a=3"])).toEqual({ code: 0, stdout: "4\n", stderr: "" });
    const args = ["call", "math_tool.add", "b=5", "--params", '{"a":1,"b":2}', "--json"];
    expect(await project.aiecs(args)).toEqual({ code: 0, stdout: "6\n", stderr: "" });
  });

  it("names every invalid parameter at once and exits with 2", async () => {
    const { code, stdout, stderr } = await project.aiecs(["call", "math_tool.add", "a=x", "c=1", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ code: "E001", errors: [{ path: "a" }, { path: "c" }] });
    expect(stderr).toContain("a: expected number, received string");
    expect(stderr).toContain("c: unknown parameter (known are a, b)");
  });

  it("suggests the operation that was meant", async () => {
    const { code, stderr } = await project.aiecs(["call", "math_tool.ad"]);
    expect(code).toBe(2);
    expect(stderr).toBe("aiecs: Operation 'ad' not found in tool 'math_tool' (did you mean add?)\n");
  });

  it("exits with 1 when the operation fails, without a stack", async () => {
    const { code, stderr } = await project.aiecs(["call", "math_tool.fail"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "aiecs: Error executing fail: broken\n" });
  });

  it("says why a number was not taken for one", async () => {
    const { code, stderr } = await project.aiecs(["call", "math_tool.add", "a=12345678901234567890"]);
    expect(code).toBe(2);
    expect(stderr).toBe(
      "a is kept as text: a number cannot hold it\n" +
        "aiecs: Invalid parameters for math_tool.add: a: expected number, received string\n",
    );
  });

  it("names the folders that tools may use by their whole paths", async () => {
    const folder = await realpath(project.folder);
    const outside = await project.aiecs(["call", "math_tool.find", "path=/etc/passwd"]);
    expect(outside.code).toBe(2);
    expect(outside.stderr).toContain(`'/etc/passwd' lies outside the folders that tools may use (${folder});`);
    const missing = await project.aiecs(["call", "math_tool.find", "path=no.csv"]);
    expect(missing).toMatchObject({ code: 2, stderr: `aiecs: File not found: 'no.csv' (looked in ${folder})\n` });
  });

  it("says what is wrong with --params", async () => {
    const { code, stderr } = await project.aiecs(["call", "math_tool.add", "--params", "{a"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--params is not JSON:");
  });
});

describe("aiecs check", () => {
  it("[CLI-1] prints every problem with its place, of shape, references and operations alike, and exits with 2", async () => {
    await project.write(
      "bad.yaml",
      `steps:
  - operation: math_tool.ad
    parms: {}
  - operation: math_tool.add
    params: { aa: 1, b: "$result[9]" }
`,
    );
    const { code, stderr } = await project.aiecs(["check", "bad.yaml"]);
    expect(code).toBe(2);
    const lines = stderr.trimEnd().split("\n");
    expect(lines).toEqual([
      "bad.yaml:2:5: steps[0].operation: Operation 'ad' not found in tool 'math_tool' (did you mean add?)",
      "bad.yaml:3:5: steps[0].parms: unknown key, did you mean params?",
      expect.stringMatching(/^bad\.yaml:5:5: steps\[1\]\.params\.a: .*required, but missing/),
      expect.stringMatching(/^bad\.yaml:5:15: steps\[1\]\.params\.aa: .*unknown parameter/),
      "bad.yaml:5:22: steps[1].params.b: Referenced result index 9 out of range",
      "5 problems in bad.yaml",
    ]);
  });

  it("summarises the graph of a valid plan, and prints the analysis with --json", async () => {
    const plan =
      "[{id: x, operation: math_tool.add, params: {a: 1}}, {operation: math_tool.add, params: {a: $steps.x}}]";
    const { code, stdout } = await project.aiecs(["check", "-"], { stdin: plan });
    expect(code).toBe(0);
    expect(stdout).toBe(
      "Valid: standard input\n  2 steps in 2 levels, at most 1 side by side\n  longest chain: x → [1]\n",
    );
    const json = await project.aiecs(["check", "-", "--json"], { stdin: plan });
    expect(JSON.parse(json.stdout)).toMatchObject({ valid: true, levels: [[0], [1]], critical_path: [0, 1] });
  });
});

describe("aiecs graph", () => {
  it.each([
    ["mermaid", /^flowchart LR\n {2}s0\["\$result\[0\]<br\/>math_tool\.add"\]\n/],
    ["dot", /^digraph "plan" \{\n/],
    ["svg", /^<svg xmlns=/],
  ])("[CLI-1] draws a plan as %s", async (format, start) => {
    const { code, stdout } = await project.aiecs(["graph", "-", "--format", format], {
      stdin: "[{operation: math_tool.add, params: {a: 1}}]",
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(start);
  });
});

describe("aiecs tools", () => {
  it("[CLI-1] lists operations with the first sentence of what they do", async () => {
    const { code, stdout } = await project.aiecs(["tools"]);
    expect(code).toBe(0);
    expect(stdout).toContain("math_tool 1.0.0  Arithmetic, and every way to fail.\n  add    Adds two numbers.\n");
    const json = await project.aiecs(["tools", "math_tool", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      name: "math_tool",
      operations: expect.arrayContaining([expect.objectContaining({ name: "add" })]),
    });
  });

  it("finds a tool by its alias, too", async () => {
    const { stdout } = await project.aiecs(["tools", "classifier_tool", "--tool", "@aiecs/tool-classfire"]);
    expect(stdout).toContain("classfire_tool (also classifier_tool) 1.0.0  ");
    const operation = await project.aiecs([
      "tools",
      "classifier_tool.classify_text",
      "--tool",
      "@aiecs/tool-classfire",
    ]);
    expect(operation.stdout).toContain("classfire_tool.classify_text  reads only");
  });

  it("shows an operation's parameters, with an example command that works", async () => {
    const { stdout } = await project.aiecs(["tools", "math_tool.add"]);
    expect(stdout).toContain("  a  number  required   The first number.\n  b  number  default 1\n");
    const example = /^ {2}aiecs (call .*)$/m.exec(stdout)?.[1]?.split(" ") ?? [];
    expect(await project.aiecs(example)).toMatchObject({ code: 0, stdout: "3\n" });
  });

  it("prints definitions for language models, and refuses other formats", async () => {
    const { stdout } = await project.aiecs(["tools", "math_tool.add", "--format", "anthropic"]);
    expect(JSON.parse(stdout)).toMatchObject([{ name: "math_tool__add", input_schema: { required: ["a"] } }]);
    const { code, stderr } = await project.aiecs(["tools", "--format", "opnai"]);
    expect(code).toBe(2);
    expect(stderr).toContain("did you mean openai?");
  });
});

describe("aiecs schema", () => {
  it("[PLAN-1] prints the JSON Schema of plan files", async () => {
    const { code, stdout } = await project.aiecs(["schema"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      $schema: expect.stringContaining("json-schema.org"),
      title: "AIECS plan",
    });
  });
});

describe("aiecs init", () => {
  it("writes a project whose plan is valid, and overwrites nothing", async () => {
    await project.write("new/.gitignore", "node_modules/");
    const { code, stdout } = await project.aiecs(["init", "new"]);
    expect(code).toBe(0);
    expect(stdout).toContain("cd new\n  aiecs run plan.yaml");
    expect(await readFile(join(project.folder, "new/.gitignore"), "utf8")).toBe("node_modules/\n.aiecs/\n");
    const check = await project.aiecs(["check", "new/plan.yaml", "--config", "new/aiecs.config.yaml"]);
    expect(check).toMatchObject({ code: 0, stderr: "" });
    expect(await project.aiecs(["init", "new/plan.yaml"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("new/plan.yaml cannot be written to: it is a file, and a folder is expected"),
    });
    const plan = await readFile(join(project.folder, "new/plan.yaml"), "utf8");
    const again = await project.aiecs(["init", "new"]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("these files are there already: aiecs.config.yaml, plan.yaml, data/sales.csv");
    expect(await readFile(join(project.folder, "new/plan.yaml"), "utf8")).toBe(plan);
  });
});

describe("aiecs --help", () => {
  it("[CLI-1] lists the commands, and tells about each", async () => {
    const { code, stdout } = await project.aiecs(["--help"]);
    expect(code).toBe(0);
    for (const name of [
      "run",
      "call",
      "check",
      "graph",
      "tools",
      "tasks",
      "serve",
      "mcp",
      "schema",
      "doctor",
      "init",
    ]) {
      expect(stdout).toContain(`\n  ${name} `);
    }
    const run = await project.aiecs(["run", "-h"]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain("--input <key=value>");
    expect((await project.aiecs(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("suggests what was meant by an unknown command or option", async () => {
    const command = await project.aiecs(["chek"]);
    expect(command.code).toBe(2);
    expect(command.stderr).toBe(
      "aiecs: Unknown command chek (did you mean check?)\naiecs --help lists the commands.\n",
    );
    const option = await project.aiecs(["run", "plan.yaml", "--jsn", "--qiuet"]);
    expect(option.code).toBe(2);
    expect(option.stderr).toContain("Unknown option --jsn (did you mean --json?)");
    expect(option.stderr).toContain("Unknown option --qiuet (did you mean --quiet?)");
  });

  it.each([
    ["", [""], "Expected a command, received an empty argument\naiecs --help lists the commands."],
    ["a plan without run", ["plan.yaml"], "Unknown command plan.yaml\naiecs run plan.yaml runs a plan."],
    [
      "--verson",
      ["--verson"],
      "Expected a command, received --verson (did you mean --version?)\nOptions stand after the command.",
    ],
    ["no plan", ["run"], "Expected <plan>, and nothing was given"],
    ["an empty plan", ["run", ""], "Expected <plan>, received an empty argument"],
    [
      "two commands",
      ["run", "check", "plan.yaml"],
      "Expected one <plan>, received 2: check plan.yaml\ncheck is a command of its own (aiecs check --help).",
    ],
    ["an empty folder", ["init", ""], "Expected <dir>, received an empty argument"],
    ["too much", ["schema", "x"], "Expected no arguments, received x"],
    ["one unknown option", ["run", "plan.yaml", "--jsno"], "Unknown option --jsno (did you mean --json?)"],
    [
      "all that is wrong with options",
      ["run", "plan.yaml", "-x", "--json=yes", "--config", "", "--mode"],
      "Some options cannot be used\n  Unknown option -x\n  --json: takes no value, received yes\n" +
        "  --config: expected <file>, received an empty text\n" +
        "  --mode: expected <plan|sequence|parallel|batch>, and nothing was given",
    ],
    [
      "a value that is an option",
      ["run", "plan.yaml", "--concurrency", "--quiet"],
      "--concurrency: expected <n>, received --quiet (which is another option)",
    ],
    [
      "a value that looks like one",
      ["run", "plan.yaml", "--concurrency", "-1"],
      "--concurrency: expected <n>, received -1 (if that is meant: --concurrency=-1)",
    ],
    [
      "a wrong choice",
      ["graph", "plan.yaml", "--format", "sgv"],
      "--format: expected one of mermaid, dot, svg, received sgv",
    ],
    ["a value without a name", ["call", "math_tool.add", "a"], "Expected key=value, received a"],
    [
      "an unknown operation",
      ["tools", "math_tool.ad"],
      "Operation 'ad' not found in tool 'math_tool' (did you mean add?)\naiecs tools math_tool lists them.",
    ],
  ])("[CLI-1] says once, and in whole sentences, what is wrong: %s", async (_title, args, message) => {
    expect(await project.aiecs(args)).toEqual({ code: 2, stdout: "", stderr: `aiecs: ${message}\n` });
  });
});
