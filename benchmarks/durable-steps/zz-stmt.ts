import { StatementSync } from "node:sqlite";
const m = new Map<string, number[]>();
for (const name of ["run","get","all"] as const) {
  const orig: any = StatementSync.prototype[name];
  (StatementSync.prototype as any)[name] = function (...a: any[]) { const t = process.hrtime.bigint(); try { return orig.apply(this, a);} finally { const d=Number(process.hrtime.bigint()-t)/1000; const k=name+" "+this.sourceSQL.replace(/\s+/g," ").slice(0,90); let l=m.get(k); if(!l) m.set(k,l=[]); l.push(d);} };
}
const { create } = await import("./items/task.ts");
const s = await create({ sync: "normal" });
for (let i=0;i<1500;i++) await s.work();
m.clear();
const N=1500;
for (let i=0;i<N;i++) await s.work();
let tot=0;
for (const [k,l] of m) { l.sort((a,b)=>a-b); const med=l[l.length>>1]!; const n=l.length/N; tot+=med*n; console.log(n.toFixed(1).padStart(6), med.toFixed(1).padStart(7), (med*n).toFixed(0).padStart(6), k); }
console.log("sum of medians", tot.toFixed(0));
const {createBareCommits}=await import("./bare-commits.ts"); m.clear(); const b=createBareCommits("normal"); for(let i=0;i<1500;i++)b();
for (const [k,l] of m) { l.sort((a,b)=>a-b); console.log("bare", l[l.length>>1], k);}
