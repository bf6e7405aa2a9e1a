import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProject, ended, type Project, written } from "./cli-process.ts";

const sums = `name: sums
input: { start: 1 }
steps:
  - { id: one, operation: math_tool.add, params: { a: "$input.start", b: 2 } }
  - { operation: math_tool.add, params: { a: "$steps.one" } }
output: { sum: "$result[1]" }
`;

let project: Project;

beforeEach(async () => {
  project = await createProject();
  await project.write("sums.yaml", sums);
});
afterEach(() => project[Symbol.asyncDispose]());

/** Works off one queue of the project's database, until it is ended. */
async function startWorker(queue: string) {
  const child = project.start(["worker", "--queue", queue]);
  const end = ended(child);
  await written(child.stdout, `works off ${queue}\n`);
  return async () => {
    child.kill("SIGTERM");
    return (await end).code;
  };
}

describe("aiecs run --queue", () => {
  it("[CLI-1] leaves the steps to a worker, and tells as a run here does", { timeout: 60_000 }, async () => {
    const stopWorker = await startWorker("heavy_tasks");
    const queue = ["--queue", "heavy_tasks"];
    const told = await project.aiecs(["run", "sums.yaml", ...queue, "--user", "ann", "--input", "start=10"]);
    expect({ code: told.code, stderr: told.stderr }).toEqual({ code: 0, stderr: "" });
    expect(told.stdout).toMatch(
      /^Task run-\S+ is left to the workers of heavy_tasks\.\n✓ \[0\] one math_tool\.add {2}/,
    );
    expect(told.stdout).toContain("Done: 2 of 2 steps completed in");
    const id = /run-\S+/.exec(told.stdout)?.[0] ?? "";
    const shown = await project.aiecs(["tasks", "show", id, "--user", "ann", "--json"]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ status: "completed", queue: "heavy", output: { sum: 13 } });

    const named = ["run", "sums.yaml", ...queue, "--task-id", "named", "--output", "--quiet"];
    const end = { code: 0, stdout: '{"sum":4}\n' };
    expect(await project.aiecs(named)).toEqual({ ...end, stderr: "" });
    expect(await project.aiecs(named)).toEqual({ ...end, stderr: expect.stringContaining("named has ended before") });
    expect(await stopWorker()).toBe(0);
  });

  it("[CLI-1] cancels there on Ctrl-C, and says how to go on", { timeout: 60_000 }, async () => {
    await project.write(
      "wait.yaml",
      "steps: [{ operation: math_tool.add, params: { a: 1 } }, { operation: math_tool.wait }]\n",
    );
    const stopWorker = await startWorker("fast_tasks");
    const child = project.start(["run", "wait.yaml", "--queue", "fast_tasks", "--json", "--task-id", "waits"]);
    const end = ended(child);
    await written(child.stderr, "✓ [0]");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await end;
    expect(code).toBe(4);
    const results: { status: string }[] = JSON.parse(stdout);
    expect(results.map(({ status }) => status)).toEqual(["completed", "cancelled"]);
    expect(stderr).toContain("aiecs run wait.yaml --queue fast_tasks --json --task-id waits");
    expect(await stopWorker()).toBe(0);
  });

  it("runs nothing itself: without a worker the task waits, and says so, until Ctrl-C cancels it", async () => {
    const child = project.start(["run", "sums.yaml", "--queue", "fast_tasks"]);
    const end = ended(child);
    await written(child.stdout, "is left to the workers of fast_tasks.\n");
    await written(
      child.stdout,
      "Nobody has begun it yet. Is there one? It is started by: aiecs worker --queue fast_tasks",
    );
    child.kill("SIGINT");
    const { code, stdout } = await end;
    expect(code).toBe(4);
    expect(stdout).toContain("Cancelled: 0 of 2 steps completed");
    expect(stdout).toMatch(/To go on where it was:\n {2}aiecs tasks resume run-\S+\n/);
  });

  it.each([
    ["slow_tasks", '--queue: expected fast_tasks, heavy_tasks, received "slow_tasks"'],
    ["fast_tasks,heavy_tasks", '--queue: expected one queue, received "fast_tasks,heavy_tasks"'],
  ])("names the queues that there are, where %s is given", async (queue, message) => {
    const { code, stdout, stderr } = await project.aiecs(["run", "sums.yaml", "--queue", queue]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});
