/** MCP servers as tools of AIECS. */

export { type ConnectOptions, connectMcpServers, type McpConnections } from "./connect-servers.ts";
