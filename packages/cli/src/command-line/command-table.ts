import type { CommandTable } from "./command.ts";

/** Every command of `aiecs`. */
export const commandTable: CommandTable = {
  run: { summary: "Run a plan, with live progress", load: () => import("#commands/run.ts") },
  call: { summary: "Run one operation and print its result", load: () => import("#commands/call.ts") },
  check: { summary: "Find every problem of a plan without running it", load: () => import("#commands/check.ts") },
  graph: { summary: "Draw a plan as Mermaid, Graphviz or SVG", load: () => import("#commands/graph.ts") },
  tools: { summary: "List tools and operations, or show one", load: () => import("#commands/tools.ts") },
  tasks: { summary: "Look after durable runs: list, resume, approve", load: () => import("#commands/tasks.ts") },
  serve: { summary: "Serve tools and tasks over HTTP, WebSocket and MCP", load: () => import("#commands/serve.ts") },
  worker: { summary: "Work off tasks that servers take in", load: () => import("#commands/worker.ts") },
  mcp: { summary: "Serve tools to an agent over MCP", load: () => import("#commands/mcp.ts") },
  schema: { summary: "Print the JSON Schema of plan files", load: () => import("#commands/schema.ts") },
  doctor: { summary: "Check what is installed and set up", load: () => import("#commands/doctor.ts") },
  init: { summary: "Start a project: config, first plan, data", load: () => import("#commands/init.ts") },
};
