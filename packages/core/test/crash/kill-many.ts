/** Kills durable runs of 200 steps until there were enough kills: `kill-many.ts [KILLS]`, 300 where none are named. */
import { killRun } from "./kill-run.ts";

const wanted = Number(process.argv[2] ?? 300);
let kills = 0;
let runs = 0;
let repeated = 0;
while (kills < wanted) {
  const run = await killRun({ seed: runs + 1, steps: 200, kills: 20, withinSteps: 25 });
  kills += run.kills;
  repeated += run.repeated;
  runs += 1;
  console.log(`${runs} runs, ${kills} kills, ${repeated} interrupted steps begun again`);
}
