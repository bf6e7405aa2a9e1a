import type { Command } from "./command.ts";

type Entry = { readonly summary: string; readonly load: () => Promise<{ readonly command: Command }> };

/** Every command, in the order of the help. What a command needs is loaded with it, and only then. */
export const commandTable: { readonly [name: string]: Entry } = {
  run: { summary: "Run a plan, with live progress", load: () => import("#commands/run.ts") },
  call: { summary: "Run one operation and print its result", load: () => import("#commands/call.ts") },
  check: { summary: "Find every problem of a plan without running it", load: () => import("#commands/check.ts") },
  graph: { summary: "Draw a plan as Mermaid, Graphviz or SVG", load: () => import("#commands/graph.ts") },
  tools: { summary: "List tools and operations, or show one", load: () => import("#commands/tools.ts") },
  schema: { summary: "Print the JSON Schema of plan files", load: () => import("#commands/schema.ts") },
  doctor: { summary: "Check what is installed and set up", load: () => import("#commands/doctor.ts") },
  init: { summary: "Start a project: config, first plan, data", load: () => import("#commands/init.ts") },
};
