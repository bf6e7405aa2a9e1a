import type { Tool, ToolListing } from "@aiecs/core";
import type { DefinitionFormat } from "@aiecs/mcp/formats";
import type { Command } from "#command-line/command.ts";
import { expectAtMostOne, expectChoice } from "#command-line/expect-arguments.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { openTools, toolArguments, toolOptions } from "#config/open-tools.ts";
import { selectTools } from "#config/select-tools.ts";
import { operationText, toolsText } from "#output/tool-text.ts";

const definitionFormats = ["openai", "anthropic", "mcp", "ai-sdk"] as const satisfies readonly DefinitionFormat[];

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
    const wanted = expectAtMostOne(positionals, "tool[.operation]");
    const format = values.format === undefined ? undefined : expectChoice(values.format, definitionFormats, "--format");
    await using opened = await openTools(values, wanted === undefined ? {} : { uses: [wanted] });
    const { tools, operation } = selectTools(opened.tools, wanted);
    if (operation === undefined && format === undefined && !values.json) {
      out.write(tools.length === 0 ? noTools : toolsText(tools, out));
      return 0;
    }
    const listing = await listTools(tools, operation);
    const [onlyTool] = listing;
    const [onlyOperation] = operation === undefined ? [] : (onlyTool?.operations ?? []);
    if (format !== undefined) {
      const { toolDefinitions } = await import("@aiecs/mcp/formats");
      out.write(`${JSON.stringify(toolDefinitions(listing, format), null, 2)}\n`);
    } else if (values.json)
      out.write(`${JSON.stringify(onlyOperation ?? (wanted === undefined ? listing : onlyTool), null, 2)}\n`);
    else if (onlyTool && onlyOperation) out.write(operationText(onlyTool, onlyOperation, out, toolArguments(values)));
    return 0;
  },
};

/** Tools with their schemas. The plain list has none, and need not wait for them to be made. */
async function listTools(tools: readonly Tool[], operation: string | undefined): Promise<ToolListing[]> {
  const { ToolRegistry } = await import("@aiecs/core");
  return new ToolRegistry(tools).listTools().map((listing) => ({
    ...listing,
    operations: listing.operations.filter(({ name }) => operation === undefined || name === operation),
  }));
}

const noTools = "No tools are installed. Add one, for example: npm install @aiecs/tool-pandas\n";
