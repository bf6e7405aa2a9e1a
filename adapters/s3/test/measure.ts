/** What artifacts in a bucket cost, against a server on loopback: prints medians. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openS3Artifacts } from "#store/open-s3-artifacts.ts";
import { swiftKeys } from "#testing-fixtures/swift-config.ts";
import { startSwift } from "#testing-fixtures/swift-server.ts";

const largeBytes = 200_000_000;
const block = Buffer.alloc(1 << 20, "0123456789abcdef");

async function* large(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < largeBytes; at += block.byteLength) yield block.subarray(0, largeBytes - at);
}

async function medianMs(times: number, work: () => Promise<unknown>): Promise<string> {
  const taken: number[] = [];
  for (let round = 0; round < times; round++) {
    const start = performance.now();
    await work();
    taken.push(performance.now() - start);
  }
  return `${(taken.sort((a, b) => a - b)[times >> 1] ?? 0).toFixed(1)} ms`;
}

await using server = await startSwift();
const url = await server.createBucket("measure");
const folder = await mkdtemp(join(tmpdir(), "aiecs-s3-measure-"));
const open = (name: string) => openS3Artifacts({ url, credentials: swiftKeys.owner, folder: join(folder, name) });
await using here = await open("here");
await using there = await open("there");
const owner = { taskId: "t", userId: undefined };
const small = { name: "a.txt", mediaType: "text/plain", content: "x".repeat(1_000) };
const { id } = await here.write(owner, small);

console.log("write 1 kB:", await medianMs(50, () => here.write(owner, small)));
console.log("describe:", await medianMs(50, () => here.describe(id)));
console.log("find what is here:", await medianMs(50, () => here.find(id)));
const ids = await Promise.all(Array.from({ length: 50 }, async () => (await here.write(owner, small)).id));
console.log("find what is not, 1 kB:", await medianMs(50, () => there.find(ids.pop() ?? id)));

const before = process.memoryUsage.rss();
let most = before;
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 20);
const start = performance.now();
const artifact = await here.write(owner, { ...small, content: large() });
const written = performance.now();
await there.find(artifact.id);
const found = performance.now();
clearInterval(watch);
const rate = (ms: number): string => `${(largeBytes / 1_000 / ms).toFixed(0)} MB/s`;
console.log(`write 200 MB: ${rate(written - start)}; find it elsewhere: ${rate(found - written)}`);
console.log(`memory above what it was before: ${((most - before) / 1e6).toFixed(0)} MB`);
await rm(folder, { recursive: true, force: true });
