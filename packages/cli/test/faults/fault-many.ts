/** Random faults against a server, two workers, Redis and PostgreSQL: `fault-many.ts [FAULTS]`, 100 where none are named. */
import { createRandom } from "../../../core/test/crash/random-plan.ts";
import { faults, runFaults } from "./run-faults.ts";

const wanted = Number(process.argv[2] ?? 100);
const perRun = 10;
let done = 0;
for (let seed = 1; done < wanted; seed += 1) {
  const random = createRandom(seed);
  const chosen = Array.from({ length: perRun }, () => faults[Math.floor(random() * faults.length)] ?? "kill worker");
  const { repeated, events } = await runFaults({
    seed,
    tasks: 20,
    steps: 200,
    faults: chosen,
    appendOnly: seed % 2 === 0,
  });
  done += perRun;
  console.log(
    `${done} faults; the last ${perRun}: ${events} events, ${repeated} interrupted steps begun again (${chosen.join(", ")})`,
  );
}
