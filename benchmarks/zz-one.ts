import { create } from "./single-operation/items/ours.ts";
import { create as bare } from "./single-operation/items/bare.ts";
const n = Number(process.argv[2] ?? 400000);
const rounds = Number(process.argv[3] ?? 9);
async function time(work: () => unknown) { const t = performance.now(); for (let i = 0; i < n; i++) await work(); return ((performance.now() - t) * 1e6) / n; }
const work = create({}); const base = (bare as any)({});
await time(work); await time(base);
const r: number[] = [], a: number[] = [];
for (let i = 0; i < rounds; i++) { const x = await time(base); const y = await time(work); r.push(y / x); a.push(y); }
r.sort((p, q) => p - q); a.sort((p, q) => p - q);
console.log(`ns ${a[rounds >> 1]!.toFixed(0)} (${a[0]!.toFixed(0)})  ratio ${r[rounds >> 1]!.toFixed(2)}`);
