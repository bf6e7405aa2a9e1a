import { join } from "node:path";
import { expect, it } from "vitest";
import { createFileArtifacts } from "#adapters/artifacts/file-artifacts.ts";
import { createTestContext } from "#testing/test-context.ts";
import { previewArtifact, readArtifactLines } from "./artifact-pages.ts";

const owner = { taskId: "t", userId: "ann" };

async function keep(content: string | Uint8Array, mediaType = "text/plain", name = "a.bin") {
  const context = createTestContext();
  const store = createFileArtifacts({ folder: join(context.folder, "runs") });
  const { id } = await store.write(owner, { name, mediaType, content });
  return { store, id, [Symbol.asyncDispose]: () => context[Symbol.asyncDispose]() };
}

const log = Array.from({ length: 50_000 }, (_, index) => `line ${index + 1}${index % 10_000 === 7 ? " ERROR" : ""}`);

it("[TASK-5] pages through the lines of an artifact, all or those that hold a text", async () => {
  await using kept = await keep(`${log.join("\r\n")}\r\n`);
  const page = await readArtifactLines(kept.store, kept.id, { from: 49_990, limit: 5 });
  expect(page.lines.map(({ text }) => text)).toEqual(log.slice(49_989, 49_994));
  expect(page.next).toBe(49_995);
  expect(await readArtifactLines(kept.store, kept.id, { from: 49_999 })).toMatchObject({ next: null });
  const first = await readArtifactLines(kept.store, kept.id, { match: "error", limit: 2 });
  expect(first.lines.map(({ number }) => number)).toEqual([8, 10_008]);
  const rest = await readArtifactLines(kept.store, kept.id, { match: "error", from: first.next ?? 0 });
  expect(rest.lines.map(({ number }) => number)).toEqual([20_008, 30_008, 40_008]);
});

it("[TASK-5] shows the beginning of text, no character cut in two, and only the facts of anything else", async () => {
  await using text = await keep("ö".repeat(1_501), "application/json; charset=utf-8");
  const preview = await previewArtifact(text.store, text.id);
  expect(preview).toMatchObject({ id: text.id, userId: "ann", truncated: true, bytes: 3_002 });
  expect(preview.text).toBe("ö".repeat(1_000));
  await using odd = await keep(`x${"ö".repeat(1_500)}`);
  expect((await previewArtifact(odd.store, odd.id)).text).toBe(`x${"ö".repeat(999)}`);
  await using image = await keep(Uint8Array.of(1, 2, 3), "image/png");
  expect(await previewArtifact(image.store, image.id)).toMatchObject({ text: null, truncated: true });
  await expect(readArtifactLines(image.store, image.id)).rejects.toThrow("expected text, it is image/png");
  await expect(previewArtifact(image.store, "0".repeat(32))).rejects.toMatchObject({ code: "E001" });
});

it("does not fill the memory with a line without end", async () => {
  await using kept = await keep("x".repeat(5_000_000));
  const { lines } = await readArtifactLines(kept.store, kept.id);
  expect(lines[0]?.text.length).toBeLessThan(2_000_000);
});
