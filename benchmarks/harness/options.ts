import { parseArgs } from "node:util";

export type BenchOptions = {
  /** Floors and ours only, as short as makes sense: shows that it works, not how fast it is. */
  readonly brief: boolean;
  readonly json: boolean;
  readonly rounds: number | undefined;
  /** Parts of item names; all items where there are none. */
  readonly only: readonly string[];
};

export const usage = `Options: --brief (floors and ours only, no verdict), --rounds N, --json; words pick items by part of their name`;

/** Reads a benchmark's command line. @throws TypeError on an option that is none */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      brief: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      rounds: { type: "string" },
    },
  });
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    throw new TypeError(`--rounds: expected a whole number above 0, received ${values.rounds}. ${usage}`);
  }
  return { brief: values.brief, json: values.json, rounds, only: positionals };
}
