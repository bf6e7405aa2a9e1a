import { create } from "./items/task.ts";
import { createBareCommits } from "./bare-commits.ts";
const s = await create({ sync: "normal", sideBySide: Number(process.argv[3] ?? 1) });
const per = s.perWork ?? 1;
const rounds = Number(process.argv[2] ?? 10);
const b = createBareCommits("normal");
const { threadCpuUsage } = process as any;
const chunk = Math.round(400/per);
for (let r=0;r<rounds;r++) {
const c=process.cpuUsage(); const tc=threadCpuUsage.call(process); 
for (let i=0;i<chunk;i++) await s.work();
const u=process.cpuUsage(c); const tu=threadCpuUsage.call(process, tc);
const c2=process.cpuUsage(); const tc2=threadCpuUsage.call(process);
for (let i=0;i<400;i++) b();
const u2=process.cpuUsage(c2); const tu2=threadCpuUsage.call(process, tc2);
const a=(u.user+u.system)/chunk/per, bb=(u2.user+u2.system)/400;
const ta=(tu.user+tu.system)/chunk/per, tb=(tu2.user+tu2.system)/400;
console.log(`task ${a.toFixed(0)} (main ${ta.toFixed(0)}; user ${(u.user/chunk/per).toFixed(0)})  bare ${bb.toFixed(0)} (main ${tb.toFixed(0)})  ratio ${(a/bb).toFixed(2)}  main ${(ta/tb).toFixed(2)}`);
}
