/** What MCP clients see: tools to find and run operations by, or a tool for each operation as well. */
export const exposures = ["meta", "all"] as const;

export type Exposure = (typeof exposures)[number];

/** The option of every command that speaks MCP. */
export const exposeOption = {
  expose: {
    type: "string",
    value: exposures.join("|"),
    description: "What MCP clients see: tools to find and run operations by, or each operation as well",
  },
} as const;
