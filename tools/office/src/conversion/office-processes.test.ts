import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OfficeProcesses, type OfficeProcessesOptions } from "./office-processes.ts";
import type { PreparedFile } from "./prepared-file.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "office-processes-test-"));
  // Profiles and runs are made in the folder for temporary files.
  vi.stubEnv("TMPDIR", folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/**
 * Stands for LibreOffice: makes a PDF of each file, in order, and does what the file says. Notes each run with its files
 * and how many ran beside it.
 */
function createProgram(): string {
  const command = join(folder, "fake-office");
  const script = `#!/bin/sh
out=""; files=""
while [ $# -gt 0 ]; do
  case "$1" in --outdir) out="$2"; shift 2;; --convert-to) shift 2;; -*) shift;; *) files="$files $1"; shift;; esac
done
touch "${folder}/running-$$"
ls "${folder}" | grep -c running- >> "${folder}/beside.log"
echo $files | wc -w >> "${folder}/runs.log"
for file in $files; do
  base=$(basename "$file"); name="\${base%.*}"
  case "$(cat "$file")" in
    corrupt) ;;
    crash) rm "${folder}/running-$$"; kill -9 $$;;
    hang) sleep 30;;
    slow) sleep 0.2; printf '%%PDF-1.4 %s\\n%%%%EOF' "$base" > "$out/$name.pdf";;
    *) printf '%%PDF-1.4 %s %s\\n%%%%EOF' "$base" "$(cat "$file")" > "$out/$name.pdf";;
  esac
done
rm "${folder}/running-$$"
`;
  writeFileSync(command, script);
  chmodSync(command, 0o755);
  return command;
}

function open(options: Partial<OfficeProcessesOptions> = {}): OfficeProcesses {
  const program = { name: "LibreOffice", commands: [createProgram()], install: "apt-get install it" };
  return new OfficeProcesses({ fileTimeoutMs: 10_000, program, ...options });
}

function fileOf(content: string, title = "same"): PreparedFile {
  return { extension: "txt", content: Buffer.from(content), title, notes: [] };
}

function convert(processes: OfficeProcesses, content: string, signal: AbortSignal = new AbortController().signal) {
  return processes.convert(fileOf(content), { name: `${content}.txt`, signal, onProgress: () => undefined });
}

function numbersIn(log: string): readonly number[] {
  return readFileSync(join(folder, log), "utf8").trim().split("\n").map(Number);
}

const leftOver = () =>
  readdirSync(folder).filter((name) => name.startsWith("aiecs-office-") || name.startsWith("running-"));

describe("office processes", () => {
  it("take files of the same name together, at most two processes at a time, and give each its own PDF", async () => {
    await using processes = open();
    const contents = Array.from({ length: 40 }, (_, place) => `content-${place}`);
    const pdfs = await Promise.all(contents.map((content) => convert(processes, content)));
    expect(pdfs.map((pdf) => /content-\d+/.exec(pdf.toString())?.[0])).toEqual(contents);
    expect(numbersIn("runs.log")).toEqual([8, 8, 8, 8, 8]);
    expect(Math.max(...numbersIn("beside.log"))).toBe(2);
  });

  it("keep files for different import filters apart", async () => {
    await using processes = open({ maxProcesses: 1 });
    const options = { name: "x", signal: new AbortController().signal, onProgress: () => undefined };
    await Promise.all([
      ...["a", "b"].map((content) => processes.convert(fileOf(content), options)),
      processes.convert({ ...fileOf("c"), importFilter: "CSV" }, options),
    ]);
    expect(numbersIn("runs.log")).toEqual([2, 1]);
  });

  it.each([
    ["corrupt", "E001", "LibreOffice cannot read it"],
    ["crash", "E003", "LibreOffice failed at crash.txt"],
  ])("let a file that is a %s fail alone", async (content, code, message) => {
    await using processes = open({ maxProcesses: 1 });
    const work = ["a", content, "b", "c"].map((each) => convert(processes, each));
    const [a, bad, b, c] = await Promise.allSettled(work);
    expect(bad).toMatchObject({ status: "rejected", reason: { code, message: expect.stringContaining(message) } });
    expect([a, b, c].map((each) => each?.status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
  });

  it("stop a file that hangs, and finish the others", async () => {
    await using processes = open({ maxProcesses: 1, fileTimeoutMs: 400 });
    const [a, bad, b] = await Promise.allSettled(["a", "hang", "b"].map((each) => convert(processes, each)));
    expect(bad).toMatchObject({
      reason: { code: "E003", message: expect.stringContaining("for 400 ms and was stopped") },
    });
    expect([a?.status, b?.status]).toEqual(["fulfilled", "fulfilled"]);
  });

  it("[TOOL-8] drop a file whose call is aborted; the others of its run go on", async () => {
    await using processes = open({ maxProcesses: 1 });
    const controller = new AbortController();
    const dropped = convert(processes, "slow", controller.signal);
    const kept = convert(processes, "b");
    await vi.waitFor(() => expect(numbersIn("runs.log")).toEqual([2]));
    controller.abort(new Error("not needed"));
    await expect(dropped).rejects.toThrow("not needed");
    expect((await kept).toString()).toContain(" b");
    expect(numbersIn("runs.log")).toEqual([2]);
  });

  it("[TOOL-8] stop the process when nobody waits for its run any more, and take the next file", async () => {
    await using processes = open({ maxProcesses: 1 });
    const controller = new AbortController();
    const dropped = convert(processes, "hang", controller.signal);
    await vi.waitFor(() => expect(numbersIn("runs.log")).toEqual([1]));
    const waiting = convert(processes, "later", controller.signal);
    const next = convert(processes, "next");
    controller.abort(new Error("not needed"));
    await expect(dropped).rejects.toThrow("not needed");
    await expect(waiting).rejects.toThrow("not needed");
    expect((await next).toString()).toContain("next");
  });

  it("leave neither process nor file behind when closed while busy", async () => {
    const processes = open();
    const work = ["hang", "hang", "hang", "hang"].map((each) => convert(processes, each));
    const settled = Promise.allSettled(work);
    await vi.waitFor(() => expect(numbersIn("runs.log")).toHaveLength(2));
    await processes[Symbol.asyncDispose]();
    expect(new Set((await settled).map(({ status }) => status))).toEqual(new Set(["rejected"]));
    expect(leftOver().filter((name) => name.startsWith("aiecs-office-"))).toEqual([]);
    expect(() => convert(processes, "late")).toThrow("closed");
  });

  it("[TOOL-7] say how to install LibreOffice where it is missing", async () => {
    const program = { name: "LibreOffice", commands: ["no-such-office"], install: "apt-get install it" };
    await using processes = open({ program });
    const work = await Promise.allSettled(["a", "b"].map((each) => convert(processes, each)));
    for (const outcome of work) {
      expect(outcome).toMatchObject({
        reason: { code: "E003", message: expect.stringContaining("install it: apt-get install it") },
      });
    }
  });
});
