import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFileAccess } from "#adapters/files/file-access.ts";
import type { ArtifactStore } from "#contracts/artifact-store.ts";
import { describeArtifactStoreConformance } from "#testing/artifact-store-conformance.ts";
import { createFileArtifacts } from "./file-artifacts.ts";

let base: string;
let folder: string;
let store: ArtifactStore;

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "aiecs-artifacts-")));
  folder = join(base, "runs");
  const files = createFileAccess({ roots: [base], limits: { max_file_bytes: 1e9 }, artifactsFolder: folder });
  store = createFileArtifacts({ folder, files });
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const of = (taskId: string, userId?: string) => ({ taskId, userId });
const contents = () =>
  readdirSync(join(folder, ".content"), { recursive: true }).filter((name) => String(name).length > 10);
const visible = (path: string) => readdirSync(path).filter((name) => !name.startsWith("."));
const text = (name: string, content = "x") => ({ name, mediaType: "text/plain", content });

describeArtifactStoreConformance({ describe, it }, () => store);

describe("write", () => {
  it("[TOOL-5] keeps the file under its task and its name, read-only", async () => {
    const artifact = await store.write(of("task-1"), text("sales.csv", "1\n"));
    expect(artifact.path).toBe(join(folder, "task-1", "sales.csv"));
    expect(statSync(artifact.path).mode & 0o777).toBe(0o444);
    expect(Object.isFrozen(artifact)).toBe(true);
  });

  it("[TASK-5] keeps equal content once, until no task needs it", async () => {
    const made = await Promise.all(["t", "t", "u", "v"].map((task) => store.write(of(task), text("a.txt", "same"))));
    const later = await createFileArtifacts({ folder }).write(of("w"), text("b.txt", "same"));
    const inodes = [...made, later].map(({ path }) => statSync(path).ino);
    expect(new Set(inodes.slice(-2)).size).toBe(1);
    expect(contents()).toHaveLength(1);
    for (const task of ["t", "u", "v"]) await store.remove(task);
    expect(contents()).toHaveLength(1);
    await store.remove("w");
    expect(contents()).toHaveLength(0);
  });

  it("knows no artifact whose file was changed from outside", async () => {
    const { id, path } = await store.write(of("t"), text("a.txt", "content"));
    rmSync(path);
    expect(await store.find(id)).toBeUndefined();
    writeFileSync(path, "other");
    expect(await store.find(id)).toBeUndefined();
  });

  it("makes nothing before the first artifact", () => {
    expect(existsSync(folder)).toBe(false);
  });

  it("gives the same file the same id, and others other ids", async () => {
    const one = await store.write(of("t"), text("a.txt"));
    const again = await createFileArtifacts({ folder: join(base, "elsewhere") }).write(of("t"), text("a.txt"));
    const others = [
      await store.write(of("t"), text("a.txt")),
      await store.write(of("t2"), text("a.txt")),
      await store.write(of("t"), text("a.txt", "y")),
    ];
    expect(again.id).toBe(one.id);
    expect(new Set([one.id, ...others.map(({ id }) => id)]).size).toBe(4);
  });

  it("numbers taken names, also when many are written at once by several stores", async () => {
    const other = createFileArtifacts({ folder });
    const artifacts = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? store : other).write(of("t"), text("r.md", `${index}`))),
    );
    const numbered = Array.from({ length: 19 }, (_, index) => `r-${index + 2}.md`);
    expect(artifacts.map(({ name }) => name).sort()).toEqual(["r.md", ...numbered].sort());
    for (const [index, { path }] of artifacts.entries()) expect(readFileSync(path, "utf8")).toBe(`${index}`);
    expect(visible(join(folder, "t"))).toHaveLength(20);
  });

  it("writes large content whole, with the hash of all of it", async () => {
    const content = Buffer.alloc(3 * 1024 * 1024 + 17, "0123456789");
    const artifact = await store.write(of("t"), { name: "big.bin", mediaType: "application/octet-stream", content });
    expect(artifact.sha256).toBe(createHash("sha256").update(content).digest("hex"));
    expect(readFileSync(artifact.path).equals(content)).toBe(true);
    expect((await store.write(of("t"), text("empty", ""))).bytes).toBe(0);
  });

  it("[SEC-1] keeps hostile names and task ids inside the folder", async () => {
    const hostile = [
      "../x",
      "..",
      ".",
      "",
      "a/../../b",
      "\0",
      "a\0b",
      "x".repeat(300),
      "é".repeat(300),
      "CON",
      "nul.txt",
      "a:b|c*?",
      "\\\\s\\share",
      " ",
      "…",
      "-rf",
      ".hidden",
      "\ud800",
      "a\n\u202etxt.exe",
    ];
    for (const name of hostile) {
      for (const taskId of [name, "plain"]) {
        const { path } = await store.write(of(taskId), text(name));
        expect(dirname(dirname(path))).toBe(folder);
        expect(basename(path)).toMatch(/^[^.\p{C}/\\:*?"<>|][^\p{C}/\\:*?"<>|]*(?<![. ])$/u);
        expect(Buffer.byteLength(basename(path))).toBeLessThan(200);
        expect(readFileSync(path, "utf8")).toBe("x");
      }
    }
    expect(readdirSync(base)).toEqual(["runs"]);
  });

  it("keeps an extension and readable names", async () => {
    const names = {
      "charts/sales 2026.png": "sales 2026.png",
      [`${"y".repeat(400)}.parquet`]: `${"y".repeat(172)}.parquet`,
      "Größe.csv": "Größe.csv",
      "nul.txt": "_nul.txt",
    };
    for (const [given, kept] of Object.entries(names))
      expect((await store.write(of("t"), text(given))).name).toBe(kept);
  });

  it("[SEC-1] never lets two task ids share a folder", async () => {
    const lookalikes = ["a/b", "a\\b", "x/b", "b", "a_b", "\ud800", "\ud801", "", "_b"];
    const first = await Promise.all(lookalikes.map((taskId) => store.write(of(taskId), text("a"))));
    const guessed = basename(dirname(first[0]?.path ?? ""));
    const folders = [...first, await store.write(of(guessed), text("a"))].map(({ path }) => dirname(path));
    expect(new Set(folders).size).toBe(lookalikes.length + 1);
  });
});

describe("outputPath", () => {
  it("[TOOL-5] puts a copy where it is asked to", async () => {
    const outputPath = join(base, "out", "copy.txt");
    const { path } = await store.write(of("t"), { ...text("a.txt", "content"), outputPath });
    expect(readFileSync(outputPath, "utf8")).toBe("content");
    expect(readFileSync(path, "utf8")).toBe("content");
    await store.write(of("t"), { ...text("a.txt", "newer"), outputPath });
    expect(readFileSync(outputPath, "utf8")).toBe("newer");
    expect(readdirSync(join(base, "out"))).toEqual(["copy.txt"]);
  });

  it("[TOOL-6] refuses a copy outside the roots, before anything is written", async () => {
    await expect(store.write(of("t"), { ...text("a"), outputPath: "/tmp/../etc/x" })).rejects.toThrow("lies outside");
    const unconfined = createFileArtifacts({ folder });
    await expect(unconfined.write(of("t"), { ...text("a"), outputPath: "x" })).rejects.toThrow("without file access");
    expect(existsSync(folder)).toBe(false);
  });
});

describe("reserve and adopt", () => {
  it("turns a file that a library wrote into an artifact", async () => {
    const path = await store.reserve(of("t"), "chart.png");
    expect(basename(path)).toBe("chart.png");
    writeFileSync(path, "png");
    const outputPath = join(base, "copy.png");
    const artifact = await store.adopt(of("t"), path, "image/png", outputPath);
    expect(artifact).toMatchObject({ name: "chart.png", path: join(folder, "t", "chart.png"), bytes: 3 });
    expect(artifact.sha256).toBe(createHash("sha256").update("png").digest("hex"));
    expect(readFileSync(outputPath, "utf8")).toBe("png");
    expect(visible(join(folder, "t"))).toEqual(["chart.png"]);
  });

  it("holds each reserved path for one, and shows nothing of it before it is whole", async () => {
    const paths = await Promise.all([store.reserve(of("t"), "a.txt"), store.reserve(of("t"), "a.txt")]);
    for (const path of paths) writeFileSync(path, path);
    expect(readdirSync(join(folder, "t")).filter((name) => !name.startsWith("."))).toEqual([]);
    await store.write(of("t"), text("a.txt"));
    const names = [];
    for (const path of paths) names.push((await store.adopt(of("t"), path, "text/plain")).name);
    expect(names).toEqual(["a-2.txt", "a-3.txt"]);
  });

  it("adopts what already stands in the task's folder where it is", async () => {
    const { path } = await store.write(of("t"), text("a.txt"));
    expect((await store.adopt(of("t"), path, "text/plain")).path).toBe(path);
  });

  it("[SEC-1] adopts nothing but regular files of the task's own folder", async () => {
    writeFileSync(join(base, "secret"), "secret");
    const { path: theirs } = await store.write(of("theirs"), text("a.txt"));
    const reserved = await store.reserve(of("t"), "link");
    symlinkSync(join(base, "secret"), reserved);
    mkdirSync(join(folder, "t", "sub"));
    symlinkSync(base, join(folder, "t", "out"));
    const missing = await store.reserve(of("t"), "missing");
    for (const path of [
      join(base, "secret"),
      theirs,
      reserved,
      join(folder, "t", "sub"),
      join(folder, "t", "out", "secret"),
      missing,
    ]) {
      await expect(store.adopt(of("t"), path, "text/plain"), path).rejects.toMatchObject({ code: "E001" });
    }
  });
});
