import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes a config by which the plan runs: its tools, where the market's API is, and what is given. @returns its path */
export async function writeConfig(folder: string, marketUrl: string, given: object = {}): Promise<string> {
  const config = {
    tools: ["pandas", "stats", "chart", "report", "scraper"].map((name) => `@aiecs/tool-${name}`),
    network: { allow: [new URL(marketUrl).host] },
    tool_config: { scraper_tool: { endpoints: { market_api: marketUrl } } },
    ...given,
  };
  const configFile = join(folder, "aiecs.config.json");
  await writeFile(configFile, JSON.stringify(config));
  return configFile;
}
