import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createExecutor } from "@aiecs/core";
import {
  defineOperation,
  defineTool,
  isTextInput,
  readText,
  type TextInput,
  textInputError,
  textInputJsonSchema,
} from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bombs } from "#testing-fixtures/bombs.ts";
import { drawText } from "#testing-fixtures/contract.ts";
import { watchThreads } from "#testing-fixtures/open-context.ts";
import imageTool from "./index.ts";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));

async function openExecutor(limits: { readonly max_pixels?: number } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "image-test-"));
  const renderer = defineTool({
    name: "renderer",
    description: "Stands for what makes pictures of pages.",
    version: "1.0.0",
    operations: {
      draw: defineOperation({
        description: "Draws a line of text.",
        inputSchema: z.object({ line: z.string() }),
        execute: async ({ line }, { artifacts }) => ({
          scanned_pages: [
            await artifacts.write({
              name: "page.png",
              mediaType: "image/png",
              content: await drawText({ lines: [line] }),
            }),
          ],
        }),
      }),
      shout: defineOperation({
        description: "Stands for what works on text.",
        inputSchema: z.object({
          text: z.custom<TextInput>(isTextInput, { error: textInputError }).meta(textInputJsonSchema),
        }),
        execute: async ({ text }, context) => ({ shouted: (await readText(text, context)).text.toUpperCase() }),
      }),
    },
  });
  const executor = createExecutor({
    tools: [imageTool, renderer],
    config: { roots: [folder, packageFolder], artifacts_folder: join(folder, ".aiecs", "runs"), limits },
    environment: {},
  });
  const dispose = async () => {
    await executor[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  };
  return { executor, folder, [Symbol.asyncDispose]: dispose };
}

/** Examples name files relative to the package's folder. */
function withFolder(params: object): object {
  return JSON.parse(JSON.stringify(params).replaceAll("fixtures/", join(packageFolder, "fixtures/")));
}

describe("image_tool on an executor", () => {
  const examples = Object.entries(imageTool.operations).flatMap(([name, operation]) =>
    (operation.examples ?? []).map((example) => [name, example.title, example] as const),
  );

  it.each(examples)("[TOOL-1] example of %s: %s", async (name, _, { params, result }) => {
    await using opened = await openExecutor();
    const answer = await opened.executor.executeOperation(`image_tool.${name}`, withFolder(params));
    if (result !== undefined) expect(answer).toEqual(result);
    else if (name === "ocr_text")
      expect(answer).toMatchObject({ text: expect.stringContaining("INVOICE No. 2025-0417") });
    else expect(answer).toMatchObject({ format: "png", has_text: true });
  });

  it("[TOOL-3] reads the pictures that an earlier step made, and gives its text to the next", async () => {
    await using opened = await openExecutor();
    const steps = await opened.executor.executeOperationsSequence([
      { operation: "renderer.draw", params: { line: "Drawn a step before" } },
      { operation: "image_tool.ocr_text", params: { image: "$result[0].scanned_pages" } },
      { operation: "image_tool.analyze_image", params: { image_path: "$result[0].scanned_pages[0]" } },
      { operation: "renderer.shout", params: { text: "$result[1]" } },
    ]);
    expect(steps.map(({ errorMessage }) => errorMessage)).toEqual([null, null, null, null]);
    expect(steps[1]?.result).toMatchObject({ text: "Drawn a step before" });
    expect(steps[2]?.result).toMatchObject({ format: "png", has_text: true });
    expect(steps[3]?.result).toEqual({ shouted: "DRAWN A STEP BEFORE" });
  });

  it("reads a file again once it has changed, though results are cached", async () => {
    await using opened = await openExecutor();
    const image = join(opened.folder, "page.png");
    const read = async (line: string) => {
      await writeFile(image, await drawText({ lines: [line] }));
      return await opened.executor.executeOperation("image_tool.ocr_text", { image }, { taskId: "same" });
    };
    expect(await read("Before the change")).toMatchObject({ text: "Before the change" });
    expect(await read("After the change")).toMatchObject({ text: "After the change" });
  });

  it("says which parameter is wrong, and what was given in its place", async () => {
    await using opened = await openExecutor();
    const told = async (params: object) => {
      const [step] = await opened.executor.executeOperationsSequence([{ operation: "image_tool.ocr_text", params }]);
      expect(step?.errorCode).toBe("E001");
      return step?.errorMessage;
    };
    expect(await told({})).toContain("image: required, but missing");
    expect(await told({ image: 5 })).toContain("expected the path of a file, or an artifact, received a number");
    expect(await told({ image: ["a.png", 5] })).toContain("received a list whose item 1 is a number");
    expect(await told({ image: { path: "a.png" } })).toContain("received an object with path");
    expect(await told({ image: "" })).toContain("received an empty text");
    expect(await told({ image: "a.png", language: "" })).toContain("language");
  });

  it("[TOOL-6] takes its limits from the executor's config", async () => {
    await using opened = await openExecutor({ max_pixels: 1_000 });
    const image_path = join(packageFolder, "fixtures", "invoice.png");
    await expect(opened.executor.executeOperation("image_tool.analyze_image", { image_path })).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining("the config's limits.max_pixels allows 1000"),
    });
  });

  it("[TOOL-8] ends its threads when a call is cancelled, and when the executor is disposed", async () => {
    using threads = watchThreads();
    await using opened = await openExecutor();
    const { executor, folder } = opened;
    const image = join(folder, "page.png");
    await writeFile(image, await drawText({ sizePx: 40 }));
    const stop = new AbortController();
    const params = { image: [image, image, image, image, image] };
    const running = executor.executeOperation("image_tool.ocr_text", params, { signal: stop.signal });
    executor.on("step.progressed", () => stop.abort());
    await expect(running).rejects.toMatchObject({ code: "E004" });
    await executor[Symbol.asyncDispose]();
    expect(threads.counts()).toMatchObject({ most: 2, alive: 0 });
    expect(await readdir(process.cwd())).not.toContain("eng.traineddata");
  });

  it("lets a process end by itself, quietly, whose executor nobody disposed, whatever flags it was started with", () => {
    const script = `
      import { createExecutor } from "@aiecs/core";
      import tool from ${JSON.stringify(join(packageFolder, "src", "index.ts"))};
      const executor = createExecutor({ tools: [tool], environment: {} });
      const { text } = await executor.executeOperation("image_tool.ocr_text", { image: "fixtures/invoice.png" });
      await executor.executeOperation("image_tool.ocr_text", { image: "fixtures/invoice.png", language: "en" });
      console.log(text.split("\\n")[0]);`;
    const flags = ["--conditions=aiecs-source", "--input-type=module", "-e", script];
    const { stdout, stderr, status } = spawnSync(process.execPath, flags, {
      cwd: packageFolder,
      encoding: "utf8",
      timeout: 30_000,
    });
    expect({ stdout, stderr, status }).toEqual({ stdout: "INVOICE No. 2025-0417\n", stderr: "", status: 0 });
  }, 40_000);

  it.each(Object.entries(bombs))(
    "[TOOL-6] refuses %s: within a second, in under 300 MB",
    async (_, { name, draw, refusal }) => {
      await using opened = await openExecutor();
      const image = join(opened.folder, name);
      await writeFile(image, await draw());
      const script = `
      import { createExecutor } from "@aiecs/core";
      import tool from ${JSON.stringify(join(packageFolder, "src", "index.ts"))};
      const executor = createExecutor({ tools: [tool], config: { roots: [${JSON.stringify(opened.folder)}] }, environment: {} });
      const image = ${JSON.stringify(image)};
      const errors = [];
      let took = 0;
      for (const [name, params] of [["ocr_text", { image }], ["analyze_image", { image_path: image }]]) {
        // The quicker of two, since other work on the machine may slow one down.
        let quicker = Infinity;
        for (const time of [0, 1]) {
          const start = performance.now();
          const refused = await executor.executeOperation("image_tool." + name, params).catch((error) => error);
          quicker = Math.min(quicker, performance.now() - start);
          errors[time] = [...(errors[time] ?? []), refused.code + " " + refused.message];
        }
        took = Math.max(took, quicker);
      }
      console.log(JSON.stringify({ errors: errors.flat(), took, megabytes: process.resourceUsage().maxRSS / 1024 }));`;
      const flags = ["--conditions=aiecs-source", "--input-type=module", "-e", script];
      const output = execFileSync(process.execPath, flags, { cwd: packageFolder, encoding: "utf8" });
      const { errors, took, megabytes } = z
        .object({ errors: z.array(z.string()), took: z.number(), megabytes: z.number() })
        .parse(JSON.parse(output));
      expect(errors).toHaveLength(4);
      for (const error of errors) expect(error).toMatch(/^E001 /);
      for (const error of errors) expect(error).toContain(refusal);
      expect(took).toBeLessThan(1_000);
      expect(megabytes).toBeLessThan(300);
    },
  );
});
