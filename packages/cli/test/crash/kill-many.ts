/** Kills servers with 20 tasks in flight until there were enough kills: `kill-many.ts [KILLS]`, 300 where none are named. */
import { killServer } from "./kill-server.ts";

const wanted = Number(process.argv[2] ?? 300);
let kills = 0;
let runs = 0;
let repeated = 0;
while (kills < wanted) {
  const run = await killServer({ seed: runs + 1, tasks: 20, steps: 60, kills: 30, withinSteps: 60, signal: "SIGKILL" });
  kills += run.kills;
  repeated += run.repeated;
  runs += 1;
  console.log(`${runs} runs of 20 tasks, ${kills} kills, ${repeated} interrupted steps begun again`);
}
