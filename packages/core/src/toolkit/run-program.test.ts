import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Program, type RunProgramOptions, runProgram } from "./run-program.ts";

const node: Program = { name: "Node", commands: ["no-such-command", process.execPath], install: "" };
const missing: Program = { name: "Nowhere", commands: ["nowhere-1", "nowhere-2"], install: "apt-get install nowhere" };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "aiecs-program-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function run(code: string, options: Partial<RunProgramOptions> = {}): ReturnType<typeof runProgram> {
  return runProgram(node, ["-e", code], { signal: AbortSignal.timeout(20_000), ...options });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Starts a child of its own, says both their numbers, and waits for ever. */
const parent = `
  const { spawn } = require("node:child_process");
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  require("node:fs").writeFileSync("pids.json", JSON.stringify([process.pid, child.pid]));
  setInterval(() => {}, 1000)`;

async function startedPids(): Promise<number[]> {
  return await expect
    .poll(() => JSON.parse(readFileSync(join(folder, "pids.json"), "utf8")), { timeout: 10_000 })
    .toHaveLength(2)
    .then(() => JSON.parse(readFileSync(join(folder, "pids.json"), "utf8")));
}

describe("runProgram", () => {
  it("gives what the program printed and its exit code, the first command that exists taken", async () => {
    const code = "console.log('out'); console.error('err'); process.exitCode = 3";
    expect(await run(code)).toEqual({
      exitCode: 3,
      stdout: "out\n",
      stderr: "err\n",
    });
  });

  it("[TOOL-7] says what is missing and how to install it", async () => {
    await expect(runProgram(missing, [], { signal: AbortSignal.timeout(1_000) })).rejects.toMatchObject({
      code: "E003",
      message:
        "Nowhere is not installed (looked for nowhere-1, nowhere-2 on the PATH); install it: apt-get install nowhere",
    });
  });

  it("[SEC-2] gives no text to a shell", async () => {
    writeFileSync(join(folder, "x"), "");
    const { stdout } = await runProgram({ ...node, commands: ["echo"] }, ["$(ls) `ls` ; ls *"], {
      signal: AbortSignal.timeout(5_000),
      cwd: folder,
    });
    expect(stdout).toBe("$(ls) `ls` ; ls *\n");
  });

  it("[TOOL-8] ends the program and all that it started, when told to", async () => {
    const controller = new AbortController();
    const work = run(parent, { cwd: folder, signal: controller.signal });
    const pids = await startedPids();
    expect(pids.map(isAlive)).toEqual([true, true]);
    controller.abort(new Error("enough"));
    await expect(work).rejects.toThrow("enough");
    await expect.poll(() => pids.some(isAlive)).toBe(false);
    await expect(run("", { signal: controller.signal })).rejects.toThrow("enough");
  });

  it("ends a program that takes too long", async () => {
    await expect(run("setInterval(() => {}, 1000)", { timeoutMs: 50 })).rejects.toThrow(
      "Node was stopped: it took longer than 50 ms",
    );
  });

  it("keeps little of a program that prints without end", async () => {
    const { stdout } = await run("process.stdout.write('x'.repeat(5e6))");
    expect(stdout.length).toBeLessThan(2_000_000);
  });

  it.each(["exit", "SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"])(
    "leaves nothing running when this process ends amid the work: %s",
    async (how) => {
      const end = how === "exit" ? "process.exit(0)" : `process.kill(process.pid, ${JSON.stringify(how)})`;
      const file = new URL("./run-program.ts", import.meta.url).href;
      const code = `
      const { runProgram } = await import(${JSON.stringify(file)});
      runProgram({ name: "Node", commands: [process.execPath], install: "" }, ["-e", ${JSON.stringify(parent)}],
        { signal: new AbortController().signal, cwd: ${JSON.stringify(folder)} });
      const { existsSync } = await import("node:fs");
      setInterval(() => { if (existsSync(${JSON.stringify(join(folder, "pids.json"))})) ${end} }, 10)`;
      const options = { signal: AbortSignal.timeout(20_000) };
      const ended = runProgram(node, ["--conditions=aiecs-source", "--input-type=module", "-e", code], options);
      if (how === "exit") await ended;
      else await expect(ended).rejects.toThrow(`Node was ended by ${how}`);
      const pids = await startedPids();
      await expect.poll(() => pids.some(isAlive)).toBe(false);
    },
  );
});
