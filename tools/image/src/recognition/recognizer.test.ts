import { beforeAll, describe, expect, it } from "vitest";
import { drawText } from "#testing-fixtures/contract.ts";
import { watchThreads } from "#testing-fixtures/open-context.ts";
import { findLanguage } from "./find-language.ts";
import type { ThreadLanguage } from "./messages.ts";
import { createRecognizer } from "./recognizer.ts";

const layout = "page";
const never = new AbortController().signal;
let eng: ThreadLanguage;
let page: Uint8Array;

beforeAll(async () => {
  eng = await findLanguage("eng");
  page = await drawText({ lines: ["Good morning"] });
});

describe("the recogniser", () => {
  it("starts threads at first use, two at most, keeps them, and ends them when disposed", async () => {
    using threads = watchThreads();
    {
      await using recognizer = createRecognizer();
      const read = () => recognizer.recognize(async () => page, { language: eng, layout, signal: never });
      expect(threads.counts().started).toBe(0);
      const results = await Promise.all([read(), read(), read(), read(), read()]);
      expect(results.map(({ text }) => text.trim())).toEqual(Array(5).fill("Good morning"));
      await read();
      expect(threads.counts()).toEqual({ started: 2, most: 2, alive: 2 });
    }
    expect(threads.counts().alive).toBe(0);
  });

  it("refuses an image that it cannot read without harm to the process or to the next image", async () => {
    const uncaught: unknown[] = [];
    const note = (error: unknown) => uncaught.push(error);
    process.on("uncaughtException", note);
    await using recognizer = createRecognizer();
    const read = (image: Uint8Array) =>
      recognizer.recognize(async () => image, { language: eng, layout, signal: never });
    await expect(read(Buffer.from("no image at all"))).rejects.toMatchObject({ code: "E001" });
    await expect(read(new Uint8Array())).rejects.toMatchObject({ code: "E001" });
    expect((await read(page)).text.trim()).toBe("Good morning");
    process.off("uncaughtException", note);
    expect(uncaught).toEqual([]);
  });

  it("tells of language data that cannot be loaded, and leaves no thread", async () => {
    using threads = watchThreads();
    await using recognizer = createRecognizer();
    const language = { code: "eng", folder: "/no/such/folder" };
    await expect(recognizer.recognize(async () => page, { language, layout, signal: never })).rejects.toThrow(
      "Text recognition could not start with /no/such/folder/eng",
    );
    expect(threads.counts()).toMatchObject({ started: 1, alive: 0 });
  });

  it("[TOOL-8] stops when aborted: while it starts, while it reads, and while it waits", async () => {
    using threads = watchThreads();
    await using recognizer = createRecognizer({ maxThreads: 1 });
    const stops = [new AbortController(), new AbortController()] as const;
    const runs = stops.map(({ signal }) => recognizer.recognize(async () => page, { language: eng, layout, signal }));
    const ended = Promise.allSettled(runs);
    stops[1].abort(new Error("second"));
    await expect(runs[1]).rejects.toThrow("second");
    stops[0].abort(new Error("first"));
    await expect(runs[0]).rejects.toThrow("first");
    await ended;
    expect(threads.counts().alive).toBe(0);
    const read = await recognizer.recognize(async () => page, { language: eng, layout, signal: never });
    expect(read.text.trim()).toBe("Good morning");
  });

  it("ends what is running when it is disposed", async () => {
    using threads = watchThreads();
    const recognizer = createRecognizer();
    const run = recognizer.recognize(async () => page, { language: eng, layout, signal: never });
    const refused = expect(run).rejects.toThrow("The image tool was closed while text was being recognised");
    await recognizer[Symbol.asyncDispose]();
    await refused;
    expect(threads.counts().alive).toBe(0);
  });
});
