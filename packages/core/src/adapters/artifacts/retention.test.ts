import { expect, it } from "vitest";
import type { ArtifactStore } from "#contracts/artifact-store.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { createTestContext } from "#testing/test-context.ts";
import { createFileArtifacts } from "./file-artifacts.ts";
import { withRetention } from "./retention.ts";

const owner = { taskId: "t", userId: undefined };
const content = { name: "a.txt", mediaType: "text/plain", content: "x" };

it("[TASK-5] sweeps once an hour, only when something is written, and says when it cannot", async () => {
  await using context = createTestContext();
  const inner = createFileArtifacts({ folder: context.folder });
  const clock = createManualClock({ startAt: 100 * 3_600_000 });
  const swept: number[] = [];
  const sweep: ArtifactStore["sweep"] = async (before) => {
    swept.push(before.getTime() / 3_600_000);
    throw new Error("read-only");
  };
  const store = withRetention({ ...inner, sweep }, { hours: 24, clock, logger: context.log });
  expect(swept).toEqual([]);
  await store.write(owner, content);
  await store.write(owner, content);
  expect(swept).toEqual([76]);
  clock.advance(3_600_000);
  await store.list("t");
  expect(swept).toEqual([76]);
  await store.write(owner, content);
  expect(swept).toEqual([76, 77]);
  await expect.poll(() => context.logged).toHaveLength(2);
  expect(context.logged[0]).toMatchObject({ level: "warn", message: "Old artifacts could not be removed" });
});

it("changes nothing else of a store", async () => {
  await using context = createTestContext();
  const inner = createFileArtifacts({ folder: context.folder });
  const store = withRetention(inner, { hours: 24, clock: createManualClock(), logger: context.log });
  expect(Object.keys(store).toSorted()).toEqual(Object.keys(inner).toSorted());
  const { id } = await store.adopt(owner, (await store.write(owner, content)).path, "text/plain");
  expect(await store.describe(id)).toEqual(await inner.find(id));
  expect(await store.find(id)).toEqual(await inner.find(id));
  for await (const part of store.read(id)) expect(String(part)).toBe("x");
  await store.remove("t");
  expect(await store.list("t")).toEqual([]);
});
