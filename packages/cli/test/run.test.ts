import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProject, ended, type Project, written } from "./cli-process.ts";

const sums = `name: sums
input: { start: 1 }
steps:
  - { id: one, operation: math_tool.add, params: { a: "$input.start", b: 2 } }
  - { operation: math_tool.add, params: { a: "$steps.one" } }
  - { operation: math_tool.add, params: { a: "$result[0]", b: "$result[1]" } }
output: { sum: "$result[2]" }
`;

let project: Project;

beforeAll(async () => {
  project = await createProject();
  await project.write("sums.yaml", sums);
});
afterAll(() => project[Symbol.asyncDispose]());

describe("aiecs run", () => {
  it("[CLI-1] prints a line for each step, then a summary with the output", async () => {
    const { code, stdout, stderr } = await project.aiecs(["run", "sums.yaml"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^✓ \[0\] one math_tool\.add {2}\d+ ms\n✓ \[1\]/);
    expect(stdout).toContain("Done: 3 of 3 steps completed in");
    expect(stdout).toContain('"sum": 7');
    expect(stdout).not.toContain("\u001b");
  });

  it("names the files that operations made", async () => {
    await project.write("file.yaml", "steps: [{ operation: math_tool.file }]");
    const { stdout } = await project.aiecs(["run", "file.yaml", "--task-id", "t1"]);
    expect(stdout).toMatch(/Files\n {2}\.aiecs\/runs\/.*note\.txt {2}\(text\/plain, 5 B\)/);
  });

  it("prints nothing but the array of seven-key results with --json, whatever tools print", async () => {
    await project.write("print.json", '[{"operation":"math_tool.print"}]');
    const { code, stdout, stderr } = await project.aiecs(["run", "print.json", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        step: "math_tool.print",
        result: "quiet",
        completed: true,
        message: "Completed operation math_tool.print",
        status: "completed",
        error_code: null,
        error_message: null,
      },
    ]);
    expect(stderr).toContain("printed by a tool\nand written\n");
    expect(stderr).toContain("Done: 1 of 1 step completed");
  });

  it("reads the plan from standard input, and lets --input win over --input-file and both over the plan", async () => {
    await project.write("input.yaml", "start: 10\nother: 1\n");
    const fromFile = await project.aiecs(["run", "-", "--input-file", "input.yaml", "--output", "-q"], { stdin: sums });
    expect(fromFile).toEqual({ code: 0, stdout: '{"sum":25}\n', stderr: "" });
    const args = ["run", "sums.yaml", "--input-file", "input.yaml", "--input", "start=20", "--output", "-q"];
    expect((await project.aiecs(args)).stdout).toBe('{"sum":45}\n');
  });

  it.each(["sequence", "parallel", "batch"])(
    "runs the steps in mode %s, with times where --meta asks",
    async (mode) => {
      const { code, stdout } = await project.aiecs(["run", "sums.yaml", "--mode", mode, "--meta", "--quiet"]);
      expect(code).toBe(0);
      const results: { result: unknown; meta: object }[] = JSON.parse(stdout);
      expect(results.map(({ result }) => result)).toEqual([3, 4, 7]);
      expect(results[2]?.meta).toEqual({
        started_at: expect.stringMatching(/Z$/),
        duration_ms: expect.any(Number),
        attempts: 1,
        cached: false,
      });
    },
  );

  it("goes on after a failure, says why steps were not run, and exits with 1", async () => {
    await project.write(
      "fail.yaml",
      `steps:
  - { operation: math_tool.add, params: { a: 1 } }
  - { id: bad, operation: math_tool.fail, params: { message: "no\\u001b[31m" } }
  - { operation: math_tool.add, params: { a: "$steps.bad" } }
  - { operation: math_tool.add, params: { a: 1 }, when: "result[0] == 99" }
`,
    );
    const { code, stdout } = await project.aiecs(["run", "fail.yaml"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ \[1\] bad math_tool\.fail {2}\d+ ms {2}E003 Error executing fail: no\\x1b\[31m/);
    expect(stdout).toContain("– [2] math_tool.add  Not run: it needs the result of step 1, which failed");
    expect(stdout).toContain("– [3] math_tool.add  Not run: its condition was false (result[0] == 99)");
    expect(stdout).toContain("Failed: 1 of 4 steps completed");

    const stopped = await project.aiecs([
      "run",
      "fail.yaml",
      "--mode",
      "sequence",
      "--stop-on-failure",
      "--json",
      "-q",
    ]);
    expect(stopped.code).toBe(1);
    expect(JSON.parse(stopped.stdout)).toHaveLength(2);
    expect(stopped.stderr).toContain("✗ [1] bad math_tool.fail");
  });

  it.each([
    ["3 when a step timed out", "[{operation: math_tool.wait, timeout_ms: 20}]", 3],
    ["5 when every attempt failed", "[{operation: math_tool.flaky}]", 5],
    ["2 when an operation is unknown", "[{operation: math_tool.sub}]", 2],
    ["2 when parameters are invalid", "[{operation: math_tool.add, params: {a: x}}]", 2],
    ["0 when only an optional step failed", "[{operation: math_tool.fail, optional: true}]", 0],
  ])("[CLI-1] exits with %s", async (_, plan, code) => {
    expect((await project.aiecs(["run", "-", "-q"], { stdin: plan })).code).toBe(code);
  });

  it("names every mistake of the plan's shape and references with line and column, and runs nothing", async () => {
    await project.write(
      "bad.yaml",
      `name: bad
stepz: 1
steps:
  - operation: math_tool.print
  - operation: math_tool.add
    params: { a: "$result[5]", b: "$result[0].." }
`,
    );
    const { code, stdout, stderr } = await project.aiecs(["run", "bad.yaml"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("bad.yaml:2:1: stepz: unknown key, did you mean steps?");
    expect(stderr).toContain("bad.yaml:6:15: steps[1].params.a: Referenced result index 5 out of range");
    expect(stderr).toContain("bad.yaml:6:32: steps[1].params.b: Malformed reference");
    expect(stderr).not.toContain("printed");
  });

  it("prints a problem object with --json when nothing ran", async () => {
    const { code, stdout } = await project.aiecs(["run", "-", "--json"], {
      stdin: 'steps:\n  - operation: math_tool.add\n    params: { a: "$result[7]" }\n',
    });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      code: "E001",
      detail: "Referenced result index 7 out of range",
      errors: [{ message: "Referenced result index 7 out of range", path: "steps[0].params.a", line: 3, column: 15 }],
    });
  });

  it("says in one sentence what is wrong with a file that is no plan", async () => {
    await project.write("empty.yaml", "");
    await project.write("binary.yaml", new Uint8Array([0xff, 0xfe, 0x00, 0x80]));
    await project.write("broken.yaml", "steps: [\n");
    await project.write("many.json", `{"steps":[${'{"operation":"a.b"},'.repeat(700_000)}{"operation":"a.b"}]}`);
    await project.write("huge.json", `{"steps":[${'{"operation":"a.b"},'.repeat(1_000_000)}{"operation":"a.b"}]}`);
    const sentences: [string, string][] = [
      ["missing.yaml", "missing.yaml cannot be read: there is no such file"],
      [".", ". cannot be read: it is a folder, and a file is expected"],
      ["empty.yaml", "empty.yaml is empty"],
      ["binary.yaml", "binary.yaml: expected JSON or YAML as UTF-8 text, received binary data"],
      ["broken.yaml", 'broken.yaml:1:8: this list is never closed: expected "]" before the end'],
      ["many.json", "expected at most 100,000 steps, got 700,001"],
      ["huge.json", "huge.json is larger than 16 MiB, the most that is read"],
    ];
    for (const [file, sentence] of sentences) {
      const { code, stderr } = await project.aiecs(["run", file]);
      expect({ file, code }).toEqual({ file, code: 2 });
      expect(stderr).toContain(sentence);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });

  it("says of an input file, too, what is not closed and where it opens", async () => {
    await project.write("input.yaml", "a: 1\nlist: [1, 2\nb: 3\n");
    const { code, stderr } = await project.aiecs(["run", "sums.yaml", "--input-file", "input.yaml"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        "aiecs: input.yaml: The file is neither YAML nor JSON\n" +
        '  input.yaml:2:7: this list is never closed: expected "]" before line 3 (or line 3 indented deeper)\n',
    });
  });

  it("cancels on the first Ctrl-C, keeps what was completed, and says how to run again", async () => {
    await project.write(
      "wait.yaml",
      "steps:\n  - { operation: math_tool.add, params: { a: 1 } }\n  - operation: math_tool.wait\n",
    );
    const child = project.start(["run", "wait.yaml", "--json", "--user", "it's me"]);
    const end = ended(child);
    await written(child.stderr, "✓ [0]");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await end;
    expect(code).toBe(4);
    const results: { status: string }[] = JSON.parse(stdout);
    expect(results.map(({ status }) => status)).toEqual(["completed", "cancelled"]);
    expect(stderr).toContain("Cancelled: 1 of 2 steps completed");
    expect(stderr).toContain("aiecs run wait.yaml --json --user 'it'\\''s me'");
  });

  it("cancels on SIGTERM as well", async () => {
    const child = project.start(["call", "math_tool.wait", "--debug"]);
    const end = ended(child);
    await written(child.stderr, "debug:");
    child.kill("SIGTERM");
    expect(await end).toMatchObject({ code: 4, stdout: "" });
  });
});
