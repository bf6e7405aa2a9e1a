import { globSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hasLibreOffice } from "#testing-fixtures/open-context.ts";
import { OfficeProcesses } from "./office-processes.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "office & profile "));
  vi.stubEnv("TMPDIR", folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe.skipIf(!hasLibreOffice())("the profile", () => {
  it("[TOOL-8] keeps the temporary files of LibreOffice, so that none is left when it is stopped", async () => {
    const processes = new OfficeProcesses({ fileTimeoutMs: 60_000 });
    const options = { name: "a.txt", signal: new AbortController().signal, onProgress: () => undefined };
    const long = { extension: "txt", content: Buffer.from("A line.\n".repeat(200_000)), title: "a", notes: [] };
    const ended = Promise.allSettled([processes.convert(long, options)]);
    const temporaryFiles = () => globSync("aiecs-office-*/profile-*/tmp/*", { cwd: folder });
    await vi.waitFor(() => expect(temporaryFiles()).not.toEqual([]), { timeout: 30_000 });
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^aiecs-office-/)]);
    await processes[Symbol.asyncDispose]();
    expect((await ended)[0]?.status).toBe("rejected");
    expect(readdirSync(folder)).toEqual([]);
  }, 60_000);
});
