/** What the conformance suite starts as a client: a plan that calls a tool of the server whose address is the last argument. */

import { createExecutor, ToolRegistry } from "@aiecs/core";
import { connectMcpServers } from "#client/connect-servers.ts";

const url = process.argv.at(-1) ?? "";
const registry = new ToolRegistry();
await using connections = await connectMcpServers({ suite: { url, required: true } }, { registry });
await using executor = createExecutor({ registry });
const calls: { readonly [name: string]: object } = { add_numbers: { a: 2, b: 3 }, test_reconnection: {} };
for (const name of Object.keys(registry.getTool("suite").operations)) {
  if (Object.hasOwn(calls, name)) await executor.executeOperation(`suite.${name}`, calls[name] ?? {});
}
process.stderr.write(`${JSON.stringify(connections.status())}\n`);
