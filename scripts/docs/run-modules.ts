/** Runs modules one after another, each in its own folder, and prints as JSON what each printed and how it failed. */
import { dirname } from "node:path";
import { format, inspect } from "node:util";
import type { ModuleOutcome } from "./workshop.ts";

const print = console.log;
const outcomes: Record<string, ModuleOutcome> = {};
for (const file of process.argv.slice(2)) {
  const lines: string[] = [];
  process.chdir(dirname(file));
  console.log = (...values) => void lines.push(format(...values));
  try {
    await import(file);
    outcomes[file] = { lines, error: undefined };
  } catch (error) {
    outcomes[file] = { lines, error: inspect(error) };
  }
}
print(JSON.stringify(outcomes));
