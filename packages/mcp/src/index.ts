/** AIECS as an MCP server, and MCP servers as tools of AIECS. */

export { type ConnectOptions, connectMcpServers, type McpConnections } from "#client/connect-servers.ts";
export type { McpServerConfig, McpServers, Secret } from "#config/resolve-mcp-servers.ts";
export type { McpCaller } from "#server/caller.ts";
export { createMcpServer } from "#server/create-server.ts";
export { createMcpHttpHandler, type McpHttpHandler, type McpHttpOptions } from "#server/http.ts";
export type { AnswerLimits, McpExecutor, McpServerOptions } from "#server/session.ts";
export { type StdioDoor, type StdioOptions, serveStdio } from "#server/stdio.ts";
