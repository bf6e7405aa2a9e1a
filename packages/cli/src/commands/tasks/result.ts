import type { ResultPage } from "@aiecs/core";
import type { Command } from "#command-line/command.ts";
import { expectCount, expectTwo } from "#command-line/expect-arguments.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { toJson } from "#output/json.ts";
import { parseStep } from "#tasks/step-name.ts";
import { storedTaskOptions, withStoredTasks } from "#tasks/stored-tasks.ts";
import { valueText } from "#tasks/task-text.ts";

const options = {
  path: { type: "string", value: "path", description: "Which part, as in references: .data.items[2]" },
  offset: { type: "string", value: "n", description: "How many rows, elements or lines to leave out first" },
  limit: { type: "string", value: "n", description: "How many at most; 100 by default" },
  select: { type: "string", multiple: true, value: "column", description: "A column, or a key of records, to show" },
  grep: { type: "string", value: "text", description: "Only rows, elements or lines that hold this text" },
  ...storedTaskOptions,
} as const satisfies OptionSpecs;

/** `aiecs tasks result` */
export const command: Command = {
  usage: "<id> <step> [options]",
  options,
  notes: `
Examples:
  aiecs tasks result monthly-report sales --limit 10
  aiecs tasks result monthly-report 2 --path .data.items --grep coffee --json`,
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, options);
    const [id, step] = expectTwo(positionals, "id", "step");
    const countOf = (text: string | undefined, option: string): number | undefined =>
      text === undefined || (text === "0" && option === "--offset") ? undefined : expectCount(text, option);
    const read = {
      path: values.path,
      offset: countOf(values.offset, "--offset"),
      limit: countOf(values.limit, "--limit"),
      select: values.select,
      grep: values.grep,
    };
    const page = await withStoredTasks({ values, terminal }, (tasks) => tasks.readResult(id, parseStep(step), read));
    terminal.out.write(`${values.json ? toJson(page) : pageText(page)}\n`);
    if (!values.json && page.next !== null) terminal.err.write(`There is more: --offset ${page.next}\n`);
    return 0;
  },
};

/** Lines as they are; of rows and elements each on a line of its own. */
function pageText({ kind, data }: ResultPage): string {
  if (kind === "value" || !Array.isArray(data)) return valueText(data);
  return data.map((item) => (kind === "lines" ? valueText(item) : toJson(item))).join("\n");
}
