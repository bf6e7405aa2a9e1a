import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import type { Artifact, ArtifactStore } from "#contracts/artifact-store.ts";
import type { SuiteFunctions } from "./suite-functions.ts";

type Create = () => ArtifactStore | Promise<ArtifactStore>;

const ann = { taskId: "ann-1", userId: "ann" };
const bob = { taskId: "bob-1", userId: "bob" };
const text = (name: string, content = "x") => ({ name, mediaType: "text/plain", content });

/** What every artifact store has to do, as tests; `create` gives an empty store. */
export function describeArtifactStoreConformance({ describe, it }: SuiteFunctions, create: Create): void {
  describe("artifact store conformance: writing", () => writing(it, create));
  describe("artifact store conformance: reading", () => reading(it, create));
  describe("artifact store conformance: removing", () => removing(it, create));
}

function writing(it: SuiteFunctions["it"], create: Create): void {
  it("[TOOL-5] tells name, path, type, size and hash of what was written", async () => {
    const store = await create();
    const content = Buffer.from("größe,1\n");
    const artifact = await store.write(ann, { name: "sales.csv", mediaType: "text/csv", content });
    const sha256 = createHash("sha256").update(content).digest("hex");
    const { id, path, ...told } = artifact;
    assert.deepEqual(told, { name: "sales.csv", media_type: "text/csv", bytes: 10, sha256 });
    assert.match(id, /^[0-9a-f]{32}$/);
    assert.deepEqual(await readFile(path), content);
  });

  it("writes parts as they come, and keeps nothing of content that breaks off", async () => {
    const store = await create();
    async function* parts(fails: boolean): AsyncGenerator<Uint8Array> {
      for (let part = 0; part < 40; part++) yield Buffer.alloc(100_000, String(part % 10));
      if (fails) throw new Error("broke off");
    }
    const artifact = await store.write(ann, { ...text("big.bin"), content: parts(false) });
    assert.equal(artifact.bytes, 4_000_000);
    await assert.rejects(store.write(ann, { ...text("half.bin"), content: parts(true) }), /broke off/);
    assert.deepEqual(namesOf(await store.list("ann-1")), ["big.bin"]);
  });

  it("never overwrites: a taken name is numbered", async () => {
    const store = await create();
    const made = await Promise.all(Array.from({ length: 5 }, (_, index) => store.write(ann, text("r.md", `${index}`))));
    assert.equal(new Set(made.map(({ id }) => id)).size, 5);
    assert.equal(new Set(namesOf(made)).size, 5);
    for (const [index, { path }] of made.entries()) assert.equal(await readFile(path, "utf8"), `${index}`);
  });

  it("makes an artifact of a file that a library wrote at a reserved path", async () => {
    const store = await create();
    const path = await store.reserve(ann, "chart.png");
    await writeFile(path, "png");
    const artifact = await store.adopt(ann, path, "image/png");
    assert.deepEqual([artifact.name, artifact.bytes], ["chart.png", 3]);
    assert.equal(await contentOf(store, artifact), "png");
  });
}

function reading(it: SuiteFunctions["it"], create: Create): void {
  it("[TASK-5] finds an artifact by its id, with whose it is, and nothing by a guessed one", async () => {
    const store = await create();
    const artifact = await store.write(ann, text("a.txt"));
    const { taskId, userId, createdAt, ...found } = (await store.find(artifact.id)) ?? assert.fail("not found");
    assert.deepEqual(found, { ...artifact });
    assert.deepEqual([taskId, userId], ["ann-1", "ann"]);
    assert.ok(Math.abs(createdAt.getTime() - Date.now()) < 60_000);
    for (const id of ["", "0".repeat(32), `${artifact.id}0`, "../../etc/passwd", artifact.sha256, "__proto__"]) {
      assert.equal(await store.find(id), undefined);
    }
  });

  it("lists a task's artifacts in order, and no other's", async () => {
    const store = await create();
    for (const name of ["c.txt", "a.txt", "b.txt"]) await store.write(ann, text(name, name));
    await store.write(bob, text("d.txt"));
    assert.deepEqual(namesOf(await store.list("ann-1")), ["c.txt", "a.txt", "b.txt"]);
    assert.deepEqual(namesOf(await store.list("bob-1")), ["d.txt"]);
    assert.deepEqual(await store.list("nobody"), []);
  });

  it("[TASK-5] reads the whole or any part, one piece after another", async () => {
    const store = await create();
    const artifact = await store.write(ann, text("a.txt", "0123456789"));
    const ranges = [undefined, { start: 3 }, { end: 3 }, { start: 2, end: 5 }, { start: 8, end: 99 }, { start: 10 }];
    const parts = await Promise.all(ranges.map((range) => contentOf(store, artifact, range)));
    assert.deepEqual(parts, ["0123456789", "3456789", "012", "234", "89", ""]);
    const large = await store.write(ann, text("b.txt", "x".repeat(5_000_000)));
    let most = 0;
    for await (const part of store.read(large.id)) most = Math.max(most, part.byteLength);
    assert.ok(most < 2_500_000, `a part of ${most} bytes`);
    await assert.rejects(contentOf(store, { id: "0".repeat(32) }), { code: "E001" });
  });
}

function removing(it: SuiteFunctions["it"], create: Create): void {
  it("[TASK-5] removes a task's artifacts, and keeps what others made of the same content", async () => {
    const store = await create();
    const hers = await store.write(ann, text("a.txt", "same"));
    const his = await store.write(bob, text("a.txt", "same"));
    await store.remove("ann-1");
    assert.deepEqual([await store.find(hers.id), await store.list("ann-1")], [undefined, []]);
    assert.equal(await contentOf(store, his), "same");
    await store.remove("ann-1");
    const again = await store.write(ann, text("a.txt", "same"));
    assert.equal(await contentOf(store, again), "same");
  });

  it("[TASK-5] removes what tasks made before a moment, none of those that made something since", async () => {
    const store = await create();
    await store.write(ann, text("a.txt", "old"));
    const { createdAt } = (await store.list("ann-1"))[0] ?? assert.fail("not listed");
    while (Date.now() <= createdAt.getTime()) await new Promise((resolve) => setTimeout(resolve, 1));
    const recent = await store.write(bob, text("a.txt", "new"));
    assert.deepEqual(await store.sweep(createdAt), []);
    assert.deepEqual(await store.sweep(new Date(createdAt.getTime() + 1)), ["ann-1"]);
    assert.deepEqual(await store.list("ann-1"), []);
    assert.equal(await contentOf(store, recent), "new");
  });
}

async function contentOf(
  store: ArtifactStore,
  { id }: Pick<Artifact, "id">,
  range?: { readonly start?: number; readonly end?: number },
): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of store.read(id, range)) parts.push(part);
  return Buffer.concat(parts).toString();
}

function namesOf(artifacts: readonly Artifact[]): string[] {
  return artifacts.map(({ name }) => name);
}
