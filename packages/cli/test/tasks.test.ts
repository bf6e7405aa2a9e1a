import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createProject, ended, type Project, written } from "./cli-process.ts";

const held = `name: held
steps:
  - { id: a, operation: math_tool.mark, params: { name: a } }
  - { id: b, operation: math_tool.hold, params: { name: b, until: go }, after: [a] }
  - { id: c, operation: math_tool.mark, params: { name: c }, after: [b] }
output: { last: "$steps.c" }
`;
const approved = `name: approved
steps:
  - { id: a, operation: math_tool.mark, params: { name: a } }
  - { id: deploy, operation: math_tool.mark, params: { name: deploy }, after: [a], approval: true }
  - { id: c, operation: math_tool.mark, params: { name: "$steps.deploy" } }
`;
const sums = `input: { start: 1 }
steps:
  - { id: one, operation: math_tool.add, params: { a: "$input.start", b: 2 } }
  - { operation: math_tool.add, params: { a: "$result[0]" } }
  - { operation: math_tool.add, params: { a: "$result[0]", b: "$result[1]" } }
output: { sum: "$result[2]" }
`;

let project: Project;

beforeAll(async () => {
  project = await createProject();
  await project.write("held.yaml", held);
  await project.write("approved.yaml", approved);
  await project.write("sums.yaml", sums);
});
beforeEach(async () => {
  for (const name of ["marks.txt", "go"]) await rm(join(project.folder, name), { force: true });
});
afterAll(() => project[Symbol.asyncDispose]());

const marks = async (): Promise<string[]> =>
  (await readFile(join(project.folder, "marks.txt"), "utf8")).trimEnd().split("\n");

/** Runs until the second step holds, and ends the process by a signal then. */
async function interruptHeld(id: string, signal: NodeJS.Signals, marked: readonly string[] = ["a", "b"]) {
  const child = project.start(["run", "held.yaml", "--task-id", id]);
  const end = ended(child);
  await written(child.stdout, "✓ [0]");
  await expect.poll(() => marks()).toEqual(marked);
  child.kill(signal);
  return end;
}

describe("aiecs run --task-id", () => {
  it("[TASK-3] [CLI-1] goes on after kill -9 by the same command, and repeats no step that completed", async () => {
    expect((await interruptHeld("killed", "SIGKILL")).code).toBe(null);
    const found = await project.aiecs(["tasks", "show", "killed", "--json"]);
    expect(JSON.parse(found.stdout)).toMatchObject({ completed_steps: 1, steps: 3, ended_at: null });
    await project.write("go", "");
    const { code, stdout, stderr } = await project.aiecs(["run", "held.yaml", "--task-id", "killed"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^✓ \[0\] a math_tool\.mark {2}kept\n✓ \[1\] b math_tool\.hold {2}\d/);
    expect(stdout).toMatch(/Done: 3 of 3 steps completed in .*, 1 kept from before\./);
    expect(await marks()).toEqual(["a", "b", "b", "c"]);
  });

  it("[TASK-1] [CLI-1] says after Ctrl-C which one command goes on, and that one does", async () => {
    const { code, stdout } = await interruptHeld("cancelled", "SIGINT");
    expect(code).toBe(4);
    expect(stdout).toContain("Cancelled: 1 of 3 steps completed");
    expect(stdout).toContain("To go on where it was:\n  aiecs run held.yaml --task-id cancelled\n");
    await project.write("go", "");
    const again = await project.aiecs(["run", "held.yaml", "--task-id", "cancelled", "--output", "-q"]);
    expect(again).toEqual({ code: 0, stdout: '{"last":"c"}\n', stderr: "" });
    expect(await marks()).toEqual(["a", "b", "b", "c"]);
  });

  it("[TASK-3] [CLI-1] shows nothing of what was cancelled once that is run again, though the process dies on it", async () => {
    await interruptHeld("both", "SIGINT");
    await interruptHeld("both", "SIGKILL", ["a", "b", "b"]);
    const { history } = JSON.parse((await project.aiecs(["tasks", "show", "both", "--json"])).stdout);
    expect(history.steps.map(({ index }: { index: number }) => index)).toEqual([0]);
    await project.write("go", "");
    const { stdout } = await project.aiecs(["run", "held.yaml", "--task-id", "both"]);
    expect(stdout).toContain("3 of 3 steps completed");
    expect(stdout).not.toContain("Cancelled");
  });

  it("[TASK-1] goes on by aiecs tasks resume as well", async () => {
    await interruptHeld("resumed", "SIGINT");
    await project.write("go", "");
    const { code, stdout } = await project.aiecs(["tasks", "resume", "resumed"]);
    expect(code).toBe(0);
    expect(stdout).toContain("✓ [0] a math_tool.mark  kept\n");
    expect(await marks()).toEqual(["a", "b", "b", "c"]);
  });

  it("prints what a task gave that has ended, and runs nothing", async () => {
    const args = ["run", "sums.yaml", "--task-id", "once", "--json"];
    const first = await project.aiecs(args);
    expect(first.code).toBe(0);
    const again = await project.aiecs(args);
    expect(again).toMatchObject({ code: 0, stdout: first.stdout });
    expect(again.stderr).toContain("once has ended before: nothing is run");
    const text = await project.aiecs(["run", "sums.yaml", "--task", "once"]);
    expect(text.stdout).toContain('"sum": 7');
  });

  it.each(["plan", "sequence", "parallel", "batch"])("[CLI-1] runs the steps in mode %s", async (mode) => {
    const args = ["run", "sums.yaml", "--task-id", `in-${mode}`, "--mode", mode, "--meta", "-q"];
    const { code, stdout } = await project.aiecs(args);
    expect(code).toBe(0);
    const results: { result: unknown; meta: object }[] = JSON.parse(stdout);
    expect(results.map(({ result }) => result)).toEqual([3, 4, 7]);
    expect(results[2]?.meta).toMatchObject({ attempts: 1, cached: false, duration_ms: expect.any(Number) });
  });

  it("[TASK-1] [USE-3] refuses another plan under an id that is taken", async () => {
    await project.aiecs(["run", "sums.yaml", "--task-id", "taken", "-q"]);
    const { code, stderr } = await project.aiecs(["run", "held.yaml", "--task-id", "taken"]);
    expect(code).toBe(2);
    expect(stderr).toContain("taken");
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("keeps the exit code of a failure, also when it is only told", async () => {
    await project.write(
      "fail.yaml",
      `stop_on_failure: true
steps:
  - { id: bad, operation: math_tool.fail }
  - { operation: math_tool.add, params: { a: 1 }, when: "result[0] == 99" }
`,
    );
    const args = ["run", "fail.yaml", "--task-id", "failing"];
    const first = await project.aiecs(args);
    expect(first).toMatchObject({ code: 1, stdout: expect.stringContaining("aiecs tasks resume failing") });
    const again = await project.aiecs(args);
    expect(again).toMatchObject({ code: 1, stdout: expect.stringContaining("✗ [0] bad math_tool.fail") });
    await project.write("over.yaml", "steps: [{ operation: math_tool.fail }, { operation: math_tool.print }]");
    const over = await project.aiecs(["run", "over.yaml", "--task-id", "over"]);
    expect(over).toMatchObject({ code: 1, stdout: expect.stringContaining("\n  aiecs tasks resume over\n") });
    expect((await project.aiecs(["tasks", "resume", "over", "-q"])).code).toBe(1);
    await project.write("skip.yaml", 'steps: [{ operation: math_tool.add, params: { a: 1 }, when: "1 == 2" }]');
    const skipping = ["run", "skip.yaml", "--task-id", "skipping", "-q"];
    expect((await project.aiecs(skipping)).code).toBe(0);
    expect((await project.aiecs(skipping)).code).toBe(0);
  });

  it("[USE-3] says in one line which options do not go together, and which ids are none", async () => {
    const sentences: [string[], string][] = [
      [["--task", "a", "--task-id", "b"], "--task is the same as --task-id, and they differ: a and b"],
      [["--wait"], "--wait goes with --task-id, which is missing"],
      [["--database", "x.db"], "--database goes with --task-id, which is missing"],
    ];
    for (const [args, sentence] of sentences) {
      expect(await project.aiecs(["run", "sums.yaml", ...args])).toEqual({
        code: 2,
        stdout: "",
        stderr: `aiecs: ${sentence}\n`,
      });
    }
    const { code, stderr } = await project.aiecs(["run", "sums.yaml", "--task-id", "no such id"]);
    expect(code).toBe(2);
    expect(stderr).toContain("no such id");
  });
});

describe("a step that waits for an approval", () => {
  it("[TASK-6] ends the command with 75, and goes on once it is approved", async () => {
    const args = ["run", "approved.yaml", "--task-id", "gate"];
    const parked = await project.aiecs(args);
    expect(parked.code).toBe(75);
    expect(parked.stdout).toContain("? [1] deploy math_tool.mark  waits for an approval\n");
    expect(parked.stdout).toContain("Waiting for an approval: 1 of 3 steps completed");
    expect(parked.stdout).toContain("  aiecs tasks approve gate deploy\n  aiecs tasks reject gate deploy\n");
    expect(await project.aiecs(args)).toMatchObject({ code: 75 });
    expect((await project.aiecs(["tasks", "list"])).stdout).toMatch(/^gate +waiting +1\/3 .*approved$/m);
    const approve = await project.aiecs(["tasks", "approve", "gate", "deploy"]);
    expect(approve).toMatchObject({ code: 0, stdout: expect.stringContaining("Approved step deploy of gate.") });
    expect(approve.stdout).toContain("\n  aiecs tasks resume gate\n");
    expect(await project.aiecs(args)).toMatchObject({ code: 0, stderr: "" });
    expect(await marks()).toEqual(["a", "deploy", "deploy"]);
  });

  it("[TASK-6] is cancelled when it is rejected", async () => {
    await project.aiecs(["run", "approved.yaml", "--task-id", "stopped", "-q"]);
    const reject = await project.aiecs(["tasks", "reject", "stopped", "1", "--reason", "not today"]);
    expect(reject.code).toBe(0);
    const { code, stdout } = await project.aiecs(["tasks", "resume", "stopped"]);
    expect(code).toBe(4);
    expect(stdout).toContain("Rejected: not today");
    expect(await marks()).toEqual(["a"]);
  });

  it("[TASK-6] is waited for with --wait", async () => {
    const child = project.start(["run", "approved.yaml", "--task-id", "patient", "--wait"]);
    const end = ended(child);
    await written(child.stdout, "waits for an approval");
    expect((await project.aiecs(["tasks", "approve", "patient", "deploy"])).code).toBe(0);
    expect(await end).toMatchObject({ code: 0, stdout: expect.stringContaining("Done: 3 of 3 steps completed") });
  });
});

describe("aiecs tasks", () => {
  it("[TASK-1] [CLI-1] lists and shows", async () => {
    await project.aiecs(["run", "sums.yaml", "--task-id", "told", "--user", "u1", "-q"]);
    const user = ["--user", "u1"];
    const list = await project.aiecs(["tasks", "list", ...user]);
    expect(list.stdout).toMatch(/^ID +STATUS +STEPS +CREATED +NAME\ntold +completed +3\/3 /);
    const none = await project.aiecs(["tasks", "list", ...user, "--status", "failed", "--json"]);
    expect(JSON.parse(none.stdout)).toEqual({ tasks: [], cursor: null });
    const show = await project.aiecs(["tasks", "show", "told", ...user]);
    expect(show.stdout).toMatch(/^told\n {2}status +completed\n/);
    expect(show.stdout).toMatch(/^\[2\] +completed +math_tool\.add +/m);
  });

  it("[TASK-1] [CLI-1] tells the events of a task, and reads its results", async () => {
    await project.aiecs(["run", "sums.yaml", "--task-id", "read", "-q"]);
    const events = await project.aiecs(["tasks", "events", "read", "--json"]);
    const types = events.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).type);
    expect(types[0]).toBe("task.started");
    expect(types.at(-1)).toBe("task.completed");
    const followed = await project.aiecs(["tasks", "events", "read", "--follow", "--after", String(types.length - 1)]);
    expect(followed.stdout).toMatch(/^ +\d+ {2}\S+ \S+ {2}task\.completed .*\n$/);
    expect(await project.aiecs(["tasks", "result", "read", "one"])).toEqual({ code: 0, stdout: "3\n", stderr: "" });
    const page = await project.aiecs(["tasks", "result", "read", "1", "--json"]);
    expect(JSON.parse(page.stdout)).toMatchObject({ kind: "value", data: 4 });
  });

  it("[TASK-1] [CLI-1] cancels a task that waits, and removes one that has ended", async () => {
    await project.aiecs(["run", "approved.yaml", "--task-id", "gone", "-q"]);
    expect((await project.aiecs(["tasks", "delete", "gone"])).code).toBe(2);
    expect((await project.aiecs(["tasks", "cancel", "gone"])).stdout).toBe("gone is cancelled\n");
    expect((await project.aiecs(["tasks", "cancel", "gone"])).stdout).toBe("gone had ended before: cancelled\n");
    expect(await project.aiecs(["tasks", "delete", "gone"])).toEqual({
      code: 0,
      stdout: "gone is removed.\n",
      stderr: "",
    });
    expect((await project.aiecs(["tasks", "show", "gone"])).code).toBe(2);
  });

  it("[TASK-6] [CLI-1] ends waits whose time is over when the task is gone on with", async () => {
    const steps = [{ operation: "math_tool.mark", params: { name: "late" }, approval: { timeout_s: 1 } }];
    await project.write("late.json", JSON.stringify({ steps }));
    const args = ["run", "late.json", "--task-id", "late", "--wait"];
    const { code, stdout } = await project.aiecs(args);
    expect(code).toBe(4);
    expect(stdout).toContain("Rejected: nobody approved it in time");
  });

  it("[TASK-1] keeps the tasks of users apart", async () => {
    await project.aiecs(["run", "sums.yaml", "--task-id", "mine", "--user", "u2", "-q"]);
    for (const user of [[], ["--user", "u3"]]) {
      const { code, stderr } = await project.aiecs(["tasks", "show", "mine", ...user]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^aiecs: .*mine/);
    }
  });

  it("[USE-3] says what is wrong in one line", async () => {
    const sentences: [string[], string][] = [
      [["show"], "Expected <id>, and nothing was given"],
      [["approve", "x"], "Expected <step>, and nothing was given"],
      [["result", "x", "-1"], "Unknown option -1 (if an argument is meant: -- -1)"],
      [["lst"], "Unknown command aiecs tasks lst (did you mean list?)\naiecs tasks --help lists the commands."],
      [
        ["list", "--status", "done"],
        "--status: expected one of pending, running, completed, cancelled, timed_out, failed, received done",
      ],
    ];
    for (const [args, sentence] of sentences) {
      expect(await project.aiecs(["tasks", ...args])).toEqual({ code: 2, stdout: "", stderr: `aiecs: ${sentence}\n` });
    }
    const help = await project.aiecs(["tasks", "--help"]);
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining("Usage: aiecs tasks <command> [options]") });
    expect((await project.aiecs(["help", "tasks", "list"])).stdout).toContain("Usage: aiecs tasks list [options]");
  });

  it("makes no database only to look at it", async () => {
    const database = ["--database", "none/tasks.db"];
    expect(await project.aiecs(["tasks", "list", ...database])).toEqual({ code: 0, stdout: "No tasks.\n", stderr: "" });
    for (const verb of ["show", "resume"]) {
      const { code, stderr } = await project.aiecs(["tasks", verb, "x", ...database]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^aiecs: There are no tasks: .*none\/tasks\.db does not exist\n/);
    }
  });
});
