import type { OperationListing, Tool, ToolListing } from "@aiecs/core";
import { exampleCommand } from "./example-command.ts";
import { parametersOf } from "./parameters.ts";
import type { OutputStream } from "./terminal.ts";
import { printable, printableLine, shortened, styled } from "./text.ts";

/** Tools with a line for each operation. */
export function toolsText(tools: readonly Tool[], stream: OutputStream): string {
  const lineWidth = stream.isTTY ? stream.columns : Number.POSITIVE_INFINITY;
  return tools.map((tool) => toolText(tool, lineWidth, stream)).join("\n");
}

function toolText(tool: Tool, lineWidth: number, stream: OutputStream): string {
  const also = tool.aliases?.length ? ` (also ${tool.aliases.join(", ")})` : "";
  const head = `${styled("bold", tool.name, stream)}${also} ${tool.version}  ${printableLine(tool.description)}`;
  const width = Math.max(0, ...Object.keys(tool.operations).map((name) => name.length));
  const lines = Object.entries(tool.operations).map(([name, { description }]) =>
    shortened(`  ${name.padEnd(width)}  ${firstSentence(printableLine(description))}`, lineWidth),
  );
  return `${[head, ...lines].join("\n")}\n`;
}

/** Everything about one operation: what it does, its parameters, a command that calls it, its schemas. */
export function operationText(
  tool: ToolListing,
  operation: OperationListing,
  stream: OutputStream,
  toolArguments: readonly string[],
): string {
  const spec = `${tool.name}.${operation.name}`;
  const title = (text: string): string => styled("bold", text, stream);
  const { annotations, output_schema: output } = operation;
  const hints = [
    annotations.readOnly ? "reads only" : "changes things",
    annotations.idempotent && !annotations.readOnly ? "safe to repeat" : "",
    annotations.destructive ? "may destroy" : "",
    `runs on ${operation.runs_on}`,
  ].filter((hint) => hint !== "");
  return [
    `${title(spec)}  ${styled("dim", hints.join(", "), stream)}`,
    printable(operation.description),
    "",
    title("Parameters"),
    parametersText(operation),
    "",
    title("Example"),
    `  ${printableLine(exampleCommand(spec, operation, toolArguments))}`,
    "",
    title("Input schema"),
    json(operation.input_schema),
    ...(output === null ? [] : ["", title("Output schema"), json(output)]),
    "",
  ].join("\n");
}

function parametersText(operation: OperationListing): string {
  const rows = parametersOf(operation).map(({ name, type, required, default: preset, description }) => [
    name,
    type,
    required ? "required" : preset === "" ? "optional" : `default ${preset}`,
    printableLine(description),
  ]);
  return rows.length === 0 ? "  none" : table(rows);
}

/** Columns as wide as their widest cell; the last one runs on. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/^/gm, "  ");
}
