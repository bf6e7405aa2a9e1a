/** The config of MCP servers, checked without loading what connects to them. */

export { type McpServerConfig, type McpServers, resolveMcpServers, type Secret } from "./resolve-mcp-servers.ts";
