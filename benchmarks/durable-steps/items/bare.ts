import { createBareCommits } from "../bare-commits.ts";
import type { Subject } from "../measure.ts";

export function create({ sync }: { sync: string }): Subject {
  return { work: createBareCommits(sync) };
}
