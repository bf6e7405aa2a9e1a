import { describe, expect, it } from "vitest";
import { type Cancellable, RunningTasks } from "./running-tasks.ts";

function setUp() {
  const told: string[] = [];
  const run = (name: string): Cancellable => ({
    cancelAll: () => void told.push(`cancelled ${name}`),
    giveUp: (reason) => void told.push(`${reason.message} ${name}`),
  });
  return { tasks: new RunningTasks(), told, run };
}

describe("running tasks", () => {
  it("[CANCEL-1] are cancelled by their id, all calls that share it, and no others", () => {
    const { tasks, told, run } = setUp();
    for (const name of ["a", "b", "c"]) tasks.add("t1", run(name));
    tasks.add("t2", run("d"));
    expect(tasks.cancel("t1")).toBe(true);
    expect(told).toEqual(["cancelled a", "cancelled b", "cancelled c"]);
    expect(tasks.cancel("t3")).toBe(false);
  });

  it("are not there any more once each of their calls has ended", () => {
    const { tasks, told, run } = setUp();
    const [first, second] = [run("first"), run("second")];
    tasks.add("t1", first);
    tasks.add("t1", second);
    tasks.remove("t1", first);
    tasks.remove("t1", run("stranger"));
    expect(tasks.cancel("t1")).toBe(true);
    tasks.remove("t1", second);
    tasks.remove("t1", second);
    expect(tasks.cancel("t1")).toBe(false);
    tasks.add("t1", first);
    tasks.remove("t1", run("stranger"));
    expect(tasks.cancel("t1")).toBe(true);
    tasks.remove("t1", first);
    expect(tasks.cancel("t1")).toBe(false);
    expect(told).toEqual(["cancelled second", "cancelled first"]);
  });

  it("can leave while they are cancelled", () => {
    const { tasks, told } = setUp();
    for (const name of ["a", "b"]) {
      const run: Cancellable = {
        cancelAll: () => {
          told.push(name);
          tasks.remove("t1", run);
        },
        giveUp: () => undefined,
      };
      tasks.add("t1", run);
    }
    tasks.cancel("t1");
    expect(told).toEqual(["a", "b"]);
    expect(tasks.cancel("t1")).toBe(false);
  });

  it("are all given up when everything ends", () => {
    const { tasks, told, run } = setUp();
    tasks.add("t1", run("a"));
    tasks.add("t1", run("b"));
    tasks.add("t2", run("c"));
    tasks.close(new Error("closed"));
    expect(told).toEqual(["closed a", "closed b", "closed c"]);
  });
});
