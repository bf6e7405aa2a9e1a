/** Fails when the types of a project with 200 operations cost the compiler more than they may (PERF-12). */
import { fileURLToPath } from "node:url";
import { countInstantiations } from "../benchmarks/types/count-instantiations.ts";
import { fullSize, typedProject } from "../benchmarks/types/typed-project.ts";
import { writeProject } from "../benchmarks/types/write-project.ts";

const budget = 300_000;

using project = writeProject(typedProject(fullSize), fileURLToPath(new URL("../node_modules", import.meta.url)));
const { instantiations } = countInstantiations(project);
const share = Math.round((instantiations / budget) * 100);
console.log(`${instantiations.toLocaleString("en-US")} type instantiations, ${share} % of the budget`);
if (instantiations > budget) {
  console.error(`Expected at most ${budget.toLocaleString("en-US")}: npm run bench -- types says where to look`);
  process.exitCode = 1;
}
