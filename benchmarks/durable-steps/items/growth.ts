import type { Subject } from "../measure.ts";
import { openCounting } from "../open-counting.ts";
import { runSequence } from "../run-sequence.ts";

/** Ten steps of a task of 10,000 against ten of a task of 1,000: a step must not cost more the later it comes. */
export async function create({ sync }: { sync: "full" | "normal" }): Promise<Subject> {
  const service = await openCounting(sync);
  let count = 0;
  const next = (): string => `t${(count += 1)}`;
  return {
    base: () => runSequence(service, next(), 1_000),
    basePerWork: 100,
    work: () => runSequence(service, next(), 10_000),
    perWork: 1_000,
  };
}
