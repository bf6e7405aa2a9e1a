import { create } from "./items/task.ts";
import { Session } from "node:inspector/promises";
import { writeFileSync } from "node:fs";
const s = await create({ sync: "normal", sideBySide: Number(process.argv[2] ?? 1) });
for (let i=0;i<3000;i++) await s.work();
const x = new Session(); x.connect(); await x.post("Profiler.enable"); await x.post("Profiler.setSamplingInterval",{interval:100}); await x.post("Profiler.start");
for (let i=0;i<3000;i++) await s.work();
const {profile} = await x.post("Profiler.stop"); writeFileSync("/tmp/perf6/steady.cpuprofile", JSON.stringify(profile));
