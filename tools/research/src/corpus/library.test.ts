import { mkdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ToolNotFoundError } from "@aiecs/core";
import { createTable } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { findPassages } from "#ranking/find-passages.ts";
import { queryTerms } from "#ranking/query-terms.ts";
import { createResearchContext, writeFiles } from "#testing-fixtures/research-context.ts";
import type { CorpusInput } from "./corpus-input.ts";

type Context = ReturnType<typeof createResearchContext>;

/** The sources that speak of something, best first, with what the library tells of the corpus. */
async function search(context: Context, corpus: CorpusInput, query: string) {
  return context.instance.open(corpus, context, ({ index, sources, skipped, notes }) => ({
    found: findPassages(index, queryTerms(query, index), 10).map(({ passage }) => passage.source),
    passages: index.size,
    sources,
    skipped: Object.fromEntries(skipped.map(({ reason, count }) => [reason, count])),
    notes,
  }));
}

const missing = (spec: string) => {
  throw new ToolNotFoundError(`Tool '${spec}' is not registered`);
};

describe("a folder as corpus", () => {
  it("[TOOL-6] leaves out and counts hidden files, packages, other files, and links that lead out or round", async () => {
    await using outside = createResearchContext();
    await writeFiles(outside.folder, { "secret.txt": "planted secret" });
    await using context = createResearchContext();
    const { folder } = context;
    await writeFiles(folder, {
      "texts/a.md": "# Planted\n\nfact one",
      "texts/deep/er/b.txt": "planted fact two",
      "texts/.hidden.md": "planted",
      "texts/.git/x.md": "planted",
      "texts/node_modules/p/README.md": "planted",
      "texts/image.png": "planted",
      "texts/noise.txt": new Uint8Array([112, 0, 1, 2]),
      "texts/aiecs.config.json": '{"a":"planted"}',
      "texts/LICENSE": "planted licence",
      "elsewhere/c.txt": "planted fact three",
    });
    await symlink("..", join(folder, "texts", "deep", "loop"));
    await symlink(outside.folder, join(folder, "texts", "out"));
    await symlink(join(outside.folder, "secret.txt"), join(folder, "texts", "out.txt"));
    await symlink("nowhere", join(folder, "texts", "dangling.txt"));
    await symlink("../elsewhere", join(folder, "texts", "linked"));
    const result = await search(context, "texts", "planted");
    expect(result.found.toSorted()).toEqual([
      "texts/LICENSE",
      "texts/a.md",
      "texts/deep/er/b.txt",
      "texts/linked/c.txt",
    ]);
    expect(result.skipped).toEqual({
      hidden: 2,
      node_modules: 1,
      "not a text, table or document by its name": 1,
      "binary, no text": 1,
      "closed to tools": 1,
      "a folder that was met before": 1,
      "outside the folders that tools may use": 3,
    });
    expect(JSON.stringify(result)).not.toContain("secret");
  });

  it("[TOOL-6] refuses a folder outside, one that is missing, and more files or bytes than settings allow", async () => {
    await using context = createResearchContext({ max_files: 3, max_corpus_bytes: 40 });
    await expect(search(context, "/etc", "x")).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining("lies outside"),
    });
    await expect(search(context, "../other", "x")).rejects.toThrow("lies outside");
    await expect(search(context, "missing", "x")).rejects.toThrow("File not found: 'missing'");
    await writeFiles(context.folder, {
      "many/1.txt": "a",
      "many/2.txt": "b",
      "many/3.txt": "c",
      "many/4.txt": "d",
      "big/1.txt": "x".repeat(41),
    });
    await expect(search(context, "many", "x")).rejects.toThrow("'many' holds too many files: expected at most 3");
    await expect(search(context, "big", "x")).rejects.toThrow(
      "expected at most 40 bytes, received 41; name fewer files, or raise max_corpus_bytes",
    );
    await using few = createResearchContext({ max_passages: 2 });
    await expect(
      search(
        few,
        [1, 2, 3].map((n) => ({ text: `text ${n}` })),
        "x",
      ),
    ).rejects.toThrow("raise max_passages");
    await using small = createResearchContext({}, { limits: { max_file_bytes: 10 } });
    await writeFiles(small.folder, { "t/a.txt": "planted ten bytes and more", "t/b.txt": "planted" });
    const result = await search(small, "t", "planted");
    expect(result).toMatchObject({
      found: ["t/b.txt"],
      skipped: { "larger than the config's limits.max_file_bytes": 1 },
    });
    await expect(search(small, "t/a.txt", "planted")).rejects.toThrow("limits.max_file_bytes");
  });

  it("says that an empty folder holds no text", async () => {
    await using context = createResearchContext();
    await mkdir(join(context.folder, "empty"));
    expect(await search(context, "empty", "x")).toMatchObject({
      found: [],
      passages: 0,
      notes: ["The corpus holds no text."],
    });
  });

  it("reads only what has changed, and forgets what has gone", async () => {
    await using context = createResearchContext();
    const { folder } = context;
    await writeFiles(folder, { "t/a.txt": "apple one", "t/b.txt": "banana one", "t/c.txt": "cherry one" });
    const moment = new Date(1_700_000_000_000);
    await utimes(join(folder, "t/a.txt"), moment, moment);
    expect((await search(context, "t", "banana")).found).toEqual(["t/b.txt"]);
    const readings = context.progressed.length;
    expect(readings).toBe(3);
    // Written in place with time and size kept: if it were read again, it would be found.
    await writeFile(join(folder, "t/a.txt"), "grape one");
    await utimes(join(folder, "t/a.txt"), moment, moment);
    await writeFile(join(folder, "t/b.txt"), "blueberry one");
    await rm(join(folder, "t/c.txt"));
    await writeFiles(folder, { "t/d.txt": "date one" });
    expect((await search(context, "t", "grape")).found).toEqual([]);
    expect((await search(context, "t", "apple")).found).toEqual(["t/a.txt"]);
    expect((await search(context, "t", "blueberry")).found).toEqual(["t/b.txt"]);
    expect((await search(context, "t", "cherry banana")).found).toEqual([]);
    expect((await search(context, "t", "date")).found).toEqual(["t/d.txt"]);
    expect(context.progressed.slice(readings).map(({ message }) => message)).toEqual([
      "reading t/b.txt",
      "reading t/d.txt",
    ]);
  });

  it("forgets the corpora not used for longest when too many are kept", async () => {
    await using context = createResearchContext({ max_corpora: 2 });
    for (const name of ["a", "b", "c"]) await writeFiles(context.folder, { [`${name}/x.txt`]: `word ${name}` });
    for (const name of ["a", "b", "a", "c", "a", "b"]) await search(context, name, "word");
    expect(context.progressed.map(({ message }) => message)).toEqual(
      ["a", "b", "c", "b"].map((name) => `reading ${name}/x.txt`),
    );
  });

  it("serves calls at the same time, also when one of them is cancelled while it reads", async () => {
    await using context = createResearchContext();
    await writeFiles(context.folder, {
      "t/a.txt": `${"many words stand here. ".repeat(60)}\n\n`.repeat(2_000),
      "t/b.txt": "planted fact",
    });
    const controller = new AbortController();
    const cancelled = context.instance.open("t", { ...context, signal: controller.signal }, () => "done");
    const waiting = search(context, "t", "planted");
    setImmediate(() => setImmediate(() => controller.abort(new Error("no longer wanted"))));
    await expect(cancelled).rejects.toThrow("no longer wanted");
    expect(await waiting).toMatchObject({ found: ["t/b.txt"], sources: 2 });
    const again = await search(context, "t", "planted");
    expect(again).toEqual(await waiting);
  });

  it("[TOOL-8] stops on abort, and while it waits for its turn", async () => {
    await using context = createResearchContext();
    await writeFiles(context.folder, { "t/a.txt": `${"many words stand here. ".repeat(60)}\n\n`.repeat(500) });
    const first = search(context, "t", "words");
    const controller = new AbortController();
    const second = context.instance.open("t", { ...context, signal: controller.signal }, () => "done");
    controller.abort(new Error("stop"));
    await expect(second).rejects.toThrow("stop");
    expect((await first).found).toEqual(["t/a.txt"]);
  });
});

describe("other sources", () => {
  it("[TOOL-3] takes texts, results with a text, artifacts, tables, records and datasets, alone or mixed", async () => {
    await using context = createResearchContext(
      {},
      { input: { catalog: [{ title: "planted row", price: 3 }], place: "note.txt" } },
    );
    await writeFiles(context.folder, { "note.txt": "planted note" });
    const artifact = await context.artifacts.write({
      name: "made.md",
      mediaType: "text/markdown",
      content: "planted artifact",
    });
    const table = createTable([{ id: 1, words: "planted cell" }]);
    const corpus = [
      "note.txt",
      { text: "planted text", source: "mail" },
      { text: "planted result" },
      artifact,
      table,
      { df: table },
      "catalog",
      "A planted sentence stands here, whole.",
    ];
    const { found } = await search(context, corpus, "planted");
    expect(found.toSorted()).toEqual(["made.md", "mail", "note.txt", "table 5", "table 7", "text 3", "text 8"]);
    expect((await search(context, [{ words: "planted" }, { words: "other" }], "planted")).found).toEqual(["table 1"]);
    expect((await search(context, "place", "planted")).found).toEqual(["note.txt"]);
    expect((await search(context, table, "planted")).found).toEqual(["table 1"]);
  });

  it("refuses what is no source, and texts and tables without words", async () => {
    await using context = createResearchContext();
    for (const [corpus, message] of [
      [{ text: "  " }, "expected a text in text 1, received an empty one"],
      [[{ n: 1 }], "Expected a table with a column of text"],
      ["note.txt", "File not found"],
    ] as const) {
      await expect(search(context, corpus, "x")).rejects.toThrow(message);
    }
  });

  it("reads tables through pandas_tool and documents through office_tool, with rows and pages", async () => {
    const text = "First page speaks of apples.\n\nSecond page speaks of planted pears.";
    const pages = [
      { number: 1, text: "First page speaks of apples." },
      { number: 2, text: "Second page speaks of planted pears." },
    ];
    const calls: unknown[] = [];
    const call = (spec: string, params: object) => {
      calls.push([spec, Object.values(params)]);
      return spec === "pandas_tool.load_table"
        ? createTable([
            { n: 1, name: "none" },
            { n: 2, name: "planted plum" },
          ])
        : { text, pages };
    };
    await using context = createResearchContext({}, { call });
    await writeFiles(context.folder, { "t/a.csv": "x", "t/b.pdf": "x" });
    const found = await context.instance.open("t", context, ({ index }) => index.search([{ term: "plant" }], 10));
    expect(found.map(({ passage: { source, row, page } }) => ({ source, row, page }))).toEqual(
      expect.arrayContaining([
        { source: "t/a.csv", row: 1, page: null },
        { source: "t/b.pdf", row: null, page: 1 },
      ]),
    );
    expect(calls).toEqual([
      ["pandas_tool.load_table", [join(context.folder, "t/a.csv")]],
      ["office_tool.read_document", [join(context.folder, "t/b.pdf")]],
    ]);
  });

  it("reports files whose tool is not registered; one that was named itself is an error", async () => {
    await using context = createResearchContext({}, { call: missing });
    await writeFiles(context.folder, { "t/a.csv": "x", "t/b.pdf": "x", "t/c.json": "{", "t/d.txt": "planted" });
    expect(await search(context, "t", "planted")).toMatchObject({
      found: ["t/d.txt"],
      skipped: {
        "pandas_tool, which reads such tables, is not registered": 1,
        "office_tool, which reads such documents, is not registered": 1,
        "Malformed JSON near line 1: expected JSON, or one JSON value per line": 1,
      },
    });
    await expect(search(context, "t/b.pdf", "x")).rejects.toThrow(
      "Cannot search 't/b.pdf': office_tool, which reads such documents, is not registered",
    );
    await expect(search(context, "t/c.json", "x")).rejects.toThrow(
      "Cannot search 't/c.json': Malformed JSON near line 1",
    );
  });

  it("reads UTF-16 by its mark, takes broken UTF-8 for windows-1252 and says so, and refuses what is neither", async () => {
    await using context = createResearchContext();
    const western = new Uint8Array([...Buffer.from("planted caf"), 0xe9]);
    await writeFiles(context.folder, {
      "t/a.txt": new Uint8Array([0xff, 0xfe, ...Buffer.from("planted", "utf16le")]),
      "t/b.txt": western,
      "t/c.txt": new Uint8Array([...Buffer.from("planted "), 0x81, 0xff]),
    });
    const result = await search(context, "t", "planted café");
    expect(result.found.toSorted()).toEqual(["t/a.txt", "t/b.txt"]);
    expect(result.found[0]).toBe("t/b.txt");
    expect(result).toMatchObject({
      notes: ["t/b.txt is not UTF-8: it was read as windows-1252"],
      skipped: { "binary, no text": 1 },
    });
    expect(await readFile(join(context.folder, "t/b.txt"))).toEqual(Buffer.from(western));
  });
});
