import type { Subject } from "../measure.ts";
import { openCounting } from "../open-counting.ts";
import { runSequence } from "../run-sequence.ts";

/** Ten steps of a task that has a thousand: what submission and end cost is spread over many. */
export async function create({ sync }: { sync: "full" | "normal" }): Promise<Subject> {
  const service = await openCounting(sync);
  let count = 0;
  return { work: () => runSequence(service, `t${(count += 1)}`, 1_000), perWork: 100 };
}
