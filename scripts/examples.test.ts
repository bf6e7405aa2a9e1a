import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

/** Runs an example as a reader would; it checks its own result and exits non-zero when that is wrong. */
function runExample(path: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync("node", ["--conditions=aiecs-source", path], {
    encoding: "utf8",
    timeout: 300_000,
  });
  return { status, output: stdout + stderr };
}

describe("examples", () => {
  it.each([
    ["[USE-4] basic usage", "examples/basic-usage/main.ts"],
    ["[USE-4] advanced usage", "examples/advanced-usage/main.ts"],
    ["[SCN-1] the data analysis pipeline", "examples/analysis-pipeline/main.ts"],
    ["[SCN-7] cleaning that depends on the data's quality", "examples/quality-dependent-cleaning/main.ts"],
    ["[TOOL-1] [USE-4] tools of one's own", "examples/custom-tool/main.ts"],
    ["[SCN-2] document extraction", "examples/document-extraction/main.ts"],
    ["[SCN-4] from a topic to recommendations", "examples/content-studio/main.ts"],
    ["[CASE-2] the review of contracts", "examples/contract-review/main.ts"],
    ["[SCN-5] batch conversion", "examples/batch-conversion/main.ts"],
    ["[SCN-6] text, pictures and search side by side", "examples/multimodal/main.ts"],
    ["[SCN-3] alerts from metrics", "examples/metrics-alerts/main.ts"],
    ["[SCN-8] [API-8] [AUTH-2] progress shared with subscribers", "examples/progress-sharing/main.ts"],
    ["[MCP-1] [CASE-1] an agent's session over MCP", "examples/agent-session/main.ts"],
    ["[MCP-1] tools of MCP servers in a plan", "examples/mcp-servers/main.ts"],
    ["[CASE-3] the system monitor", "examples/system-monitor/main.ts"],
    ["[CASE-1] [USE-1] the daily sales report", "examples/daily-sales/main.ts"],
  ])("%s runs and finds its own result right", { timeout: 300_000 }, (_title, path) => {
    const { status, output } = runExample(path);
    expect(status, output).toBe(0);
  });
});
