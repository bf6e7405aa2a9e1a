import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ValidationError } from "#contracts/errors.ts";
import { createFileAccess } from "./file-access.ts";

const base = realpathSync(mkdtempSync(join(tmpdir(), "aiecs-files-")));
const root = join(base, "root");
const limits = { max_file_bytes: 1_000 };
const files = createFileAccess({ roots: ["."], limits, workingFolder: root });

beforeAll(() => {
  mkdirSync(join(root, "sub"), { recursive: true });
  mkdirSync(join(base, "root-of-another"));
  writeFileSync(join(root, "a.csv"), "a,b\n");
  writeFileSync(join(root, "..data"), "a name that begins with dots");
  writeFileSync(join(base, "secret.txt"), "secret");
  writeFileSync(join(base, "root-of-another", "x"), "x");
  symlinkSync(join(base, "secret.txt"), join(root, "link-out"));
  symlinkSync(base, join(root, "folder-out"));
  symlinkSync(join(base, "not-there-yet"), join(root, "dangling"));
  symlinkSync("a.csv", join(root, "link-in"));
  symlinkSync("loop", join(root, "loop"));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe("readable", () => {
  it("[TOOL-6] resolves relative and absolute paths, `..` and links that stay inside", async () => {
    const real = join(root, "a.csv");
    for (const path of ["a.csv", "./sub/../a.csv", real, "link-in", "sub//..//a.csv"]) {
      expect(await files.readable(path)).toBe(real);
    }
    expect(await files.readable("..data")).toBe(join(root, "..data"));
  });

  it("[TOOL-6] [SEC-1] refuses whatever leads outside, naming the path and the roots as they were given", async () => {
    const escapes = [
      "../secret.txt",
      "sub/../../secret.txt",
      join(base, "secret.txt"),
      "link-out",
      "folder-out/secret.txt",
      join(base, "root-of-another", "x"),
      "/etc/passwd",
      "/proc/self/environ",
      "/proc/self/root/etc/passwd",
      "//etc/passwd",
      "dangling",
    ];
    for (const path of escapes) {
      const error = await files.readable(path).catch((reason: unknown) => reason);
      expect(error, path).toBeInstanceOf(ValidationError);
      expect(error).toMatchObject({
        code: "E001",
        message: `'${path}' lies outside the folders that tools may use (.); move it there or add its folder to the config's roots`,
        details: { path, roots: ["."] },
      });
    }
  });

  it("[SEC-1] does not tell whether a file outside exists", async () => {
    const told = async (path: string) =>
      String(await files.readable(path).catch((error: unknown) => error)).replace(path, "…");
    expect(await told("../secret.txt")).toBe(await told("../no-such-file"));
    expect(await told("../secret.txt/below")).toBe(await told("../no-such-file"));
  });

  it("[SEC-1] treats UNC, drive and URL spellings as plain names", async () => {
    for (const path of ["\\\\server\\share\\x", "C:\\Windows\\win.ini", "file:///etc/passwd", "%2e%2e/secret.txt"]) {
      await expect(files.readable(path)).rejects.toThrow(`File not found: '${path}' (looked in .)`);
    }
  });

  it("[SEC-1] refuses paths that are no paths", async () => {
    for (const path of ["", "a\0.csv", "\0"]) await expect(files.readable(path)).rejects.toThrow(/^Invalid path/);
    await expect(files.readable("x".repeat(300))).rejects.toThrow("the name is too long");
    await expect(files.readable("x/".repeat(5_000))).rejects.toThrow("the name is too long");
    await expect(files.readable("loop")).rejects.toThrow("its symbolic links go in a circle");
  });

  it("says where it looked for a missing file, and what stands in place of a regular one", async () => {
    await expect(files.readable("no.csv")).rejects.toThrow("File not found: 'no.csv' (looked in .)");
    await expect(files.readable("a.csv/b")).rejects.toThrow("File not found: 'a.csv/b' (looked in .)");
    await expect(files.readable("sub")).rejects.toThrow("Expected a regular file, 'sub' is a folder");
    execFileSync("mkfifo", [join(root, "pipe")]);
    await expect(files.readable("pipe")).rejects.toThrow("'pipe' is a device, pipe or socket");
  });

  it("[TOOL-6] refuses files over the limit, not at it", async () => {
    writeFileSync(join(root, "at-limit"), "x".repeat(1_000));
    writeFileSync(join(root, "over-limit"), "x".repeat(1_001));
    expect(await files.readable("at-limit")).toBe(join(root, "at-limit"));
    await expect(files.readable("over-limit")).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining("has 1001 bytes, the config's limits.max_file_bytes allows 1000"),
    });
  });

  it("[TOOL-6] keeps the runtime's folder and config from tools, but for the call's own artifacts", async () => {
    const runs = join(root, ".aiecs", "runs");
    for (const task of ["mine", "mine-too", "theirs"]) {
      mkdirSync(join(runs, task), { recursive: true });
      writeFileSync(join(runs, task, "x.csv"), "x");
    }
    writeFileSync(join(root, ".aiecs", "history.db"), "x");
    writeFileSync(join(root, "aiecs.config.ts"), "x");
    writeFileSync(join(root, "sub", "AIECS.config.yaml"), "x");
    symlinkSync("aiecs.config.ts", join(root, "innocent.txt"));
    const access = createFileAccess({
      roots: [".", ".aiecs/runs"],
      limits,
      workingFolder: root,
      artifactsFolder: ".aiecs/runs",
      ownFolder: ".aiecs/runs/mine",
    });
    expect(await access.readable(".aiecs/runs/mine/x.csv")).toBe(join(runs, "mine", "x.csv"));
    const closed = [".aiecs/history.db", ".aiecs/runs/theirs/x.csv", ".aiecs/runs/mine-too/x.csv", ".aiecs/new"];
    const config = ["aiecs.config.ts", "sub/AIECS.config.yaml", "innocent.txt", "aiecs.config.json"];
    for (const path of [...closed, ...config]) {
      await expect(access.readable(path), path).rejects.toThrow(`Tools may not use '${path}'`);
      await expect(access.writable(path), path).rejects.toThrow(`Tools may not use '${path}'`);
    }
  });

  it("closes other tasks' artifacts wherever they are kept", async () => {
    mkdirSync(join(root, "runs", "theirs"), { recursive: true });
    writeFileSync(join(root, "runs", "theirs", "x"), "x");
    const access = createFileAccess({ roots: [root], limits, artifactsFolder: join(root, "runs") });
    await expect(access.readable(join(root, "runs", "theirs", "x"))).rejects.toThrow(/^Tools may not use/);
  });

  it("names every root, and says so when there is none", async () => {
    const two = createFileAccess({ roots: ["sub", "elsewhere"], limits, workingFolder: root });
    await expect(two.readable("a.csv")).rejects.toThrow("(sub, elsewhere)");
    const none = createFileAccess({ roots: [], limits, workingFolder: root });
    await expect(none.readable("a.csv")).rejects.toThrow("(none are set)");
  });
});

describe("writable", () => {
  it("makes folders inside a root, also a root that does not exist yet", async () => {
    const access = createFileAccess({ roots: ["later"], limits, workingFolder: root });
    const path = await access.writable("later/deep/er/out.png");
    expect(path).toBe(join(root, "later", "deep", "er", "out.png"));
    writeFileSync(path, "works");
    expect(await access.writable("later/deep/er/out.png")).toBe(path);
  });

  it("[SEC-1] never writes or makes folders through a link that leads outside", async () => {
    for (const path of ["link-out", "folder-out/new.txt", "folder-out/a/b/new.txt", "dangling", "dangling/x", "../x"]) {
      await expect(files.writable(path), path).rejects.toThrow("lies outside the folders that tools may use");
    }
    expect(() => readFileSync(join(base, "a"))).toThrow("ENOENT");
    expect(await files.writable("link-in")).toBe(join(root, "a.csv"));
  });

  it("refuses folders and names below a file", async () => {
    await expect(files.writable("sub")).rejects.toThrow("'sub' is a folder");
    await expect(files.writable("a.csv/below")).rejects.toThrow("a file stands where a folder is needed");
  });
});

describe("place", () => {
  it("[TOOL-6] tells files and folders inside apart, and refuses the rest like readable", async () => {
    expect(await files.place("sub/../a.csv")).toEqual({ path: join(root, "a.csv"), isFolder: false });
    expect(await files.place("sub")).toEqual({ path: join(root, "sub"), isFolder: true });
    expect(await files.place(".")).toEqual({ path: root, isFolder: true });
    for (const path of ["..", "folder-out", "link-out", "/", "/etc", "dangling"]) {
      await expect(files.place(path), path).rejects.toThrow("lies outside the folders that tools may use");
    }
    await expect(files.place("missing")).rejects.toThrow("File not found: 'missing'");
    await expect(files.place("a.csv/x")).rejects.toMatchObject({ code: "E001" });
    mkdirSync(join(root, ".aiecs"), { recursive: true });
    await expect(files.place(".aiecs")).rejects.toThrow("reserved");
  });
});

it("[SEC-1] never answers with a path outside, whatever it is asked", async () => {
  const part = fc.constantFrom(
    "..",
    ".",
    "",
    "sub",
    "folder-out",
    "link-out",
    "link-in",
    "dangling",
    "a.csv",
    "~",
    "\\",
    "…",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), fc.boolean(), async (parts, absolute) => {
      const path = (absolute ? "/" : "") + parts.join("/");
      const answer = await files.readable(path).catch((error: unknown) => error);
      if (typeof answer === "string") expect(answer.startsWith(`${root}/`)).toBe(true);
      else expect(answer).toBeInstanceOf(ValidationError);
    }),
    { numRuns: 300 },
  );
});
