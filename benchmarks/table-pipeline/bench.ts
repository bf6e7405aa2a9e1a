import { execFileSync } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generate } from "./generate.ts";
import type { Measured } from "./variants.ts";

const rows = Number(process.env.ROWS ?? 1_000_000);
const rounds = Number(process.env.ROUNDS ?? 9);
const script = fileURLToPath(new URL("./variants.ts", import.meta.url));
const names = ["raw", "ours"] as const;

function run(variant: string, path: string, work: string): Measured {
  const output = execFileSync(process.execPath, ["--conditions=aiecs-source", script, variant, path, work], {
    encoding: "utf8",
  });
  return JSON.parse(output);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const folder = await mkdtemp(join(tmpdir(), "table-pipeline-"));
try {
  const path = join(folder, "sales.csv");
  await generate(path, rows);
  console.log(`${rows} rows, ${((await stat(path)).size / 1e6).toFixed(1)} MB, ${rounds} rounds\n`);
  for (const work of ["drop", "unique"]) {
    const measured = { raw: [] as Measured[], ours: [] as Measured[] };
    for (let round = 0; round < rounds; round++) {
      for (const name of round % 2 === 0 ? names : names.toReversed()) measured[name].push(run(name, path, work));
    }
    const outcomes = new Set(names.flatMap((name) => measured[name].map(({ outcome }) => outcome.join())));
    if (outcomes.size !== 1) throw new Error(`The variants disagree: ${[...outcomes].join(" | ")}`);
    const title = work === "drop" ? "drop rows with nulls" : "drop rows with nulls, remove duplicates";
    console.log(`${title} (rows read, kept, groups, pieces: ${[...outcomes][0]})`);
    for (const step of ["read", "clean", "group", "total", "processor", "delay"] as const) {
      const [raw, ours] = names.map((name) => median(measured[name].map((one) => one[step])));
      const pairs = measured.ours.map((one, at) => one[step] / (measured.raw[at]?.[step] ?? Number.NaN));
      console.log(
        `  ${step.padEnd(9)} raw ${raw?.toFixed(0).padStart(6)} ms   ours ${ours?.toFixed(0).padStart(6)} ms   ours/raw, median of the pairs ${median(pairs).toFixed(2)}`,
      );
    }
    console.log();
  }
} finally {
  await rm(folder, { recursive: true });
}
