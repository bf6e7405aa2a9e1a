import { ToolRegistry } from "@aiecs/core";
import type { Command } from "#command-line/command.ts";
import { expectAtMostOne, expectChoice } from "#command-line/expect-arguments.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { openTools, toolArguments, toolOptions } from "#config/open-tools.ts";
import { selectListing } from "#output/select-listing.ts";
import { definitionFormats, toolDefinitions } from "#output/tool-definitions.ts";
import { operationText, toolsText } from "#output/tool-text.ts";

const options = {
  json: { type: "boolean", description: "Print descriptions and schemas as JSON" },
  format: {
    type: "string",
    value: definitionFormats.join("|"),
    description: "Print tool definitions for a language model, named tool__operation",
  },
  ...toolOptions,
} as const satisfies OptionSpecs;

/** `aiecs tools` */
export const command: Command = {
  usage: "[tool[.operation]] [options]",
  options,
  notes: `
Examples:
  aiecs tools
  aiecs tools pandas_tool.read_csv
  aiecs tools pandas_tool --format openai`,
  async run(args, { out }) {
    const { values, positionals } = parseCommandLine(args, options);
    const wanted = expectAtMostOne(positionals);
    const format = values.format === undefined ? undefined : expectChoice(values.format, definitionFormats, "--format");
    const { tools } = await openTools(values);
    const registry = new ToolRegistry(tools.map(({ tool }) => tool));
    const { listing, operation } = selectListing(registry, wanted);
    const [only] = listing;
    if (format !== undefined) out.write(`${JSON.stringify(toolDefinitions(listing, format), null, 2)}\n`);
    else if (values.json)
      out.write(`${JSON.stringify(operation ?? (wanted === undefined ? listing : only), null, 2)}\n`);
    else if (operation && only) out.write(operationText(only, operation, out, toolArguments(values)));
    else out.write(listing.length === 0 ? noTools : toolsText(listing, out));
    return 0;
  },
};

const noTools = "No tools are installed. Add one, for example: npm install @aiecs/tool-pandas\n";
