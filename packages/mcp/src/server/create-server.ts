import { McpServer } from "@modelcontextprotocol/server";
import { readVersion } from "#version.ts";
import { callTool, listSessionTools, toProtocolError } from "./call-tool.ts";
import { listResources, readResource, resourceTemplates } from "./resources.ts";
import { type McpServerOptions, openSession, type Session } from "./session.ts";

/** An MCP server for one session: connect it to a transport. It lets go of nothing: the executor stays yours. */
export function createMcpServer(options: McpServerOptions): McpServer {
  return serverOf(openSession(options));
}

const instructions =
  "Runs operations of tools. Find them with search_tools, see their parameters with describe_operation, and run several at once with run_plan, where one step's result goes to the next by reference ($result[0].path) without coming back here. Results that are too large to show are read with read_result.";

/** The same for a session that is there already. */
export function serverOf(session: Session): McpServer {
  const mcp = new McpServer(
    { name: "aiecs", title: "AIECS", version: readVersion() },
    { capabilities: { tools: {}, resources: {} }, instructions },
  );
  const { server } = mcp;
  server.onerror = (error) => session.logger.debug({ error }, "MCP session");
  server.setRequestHandler("tools/list", () => listSessionTools(session));
  server.setRequestHandler("tools/call", ({ params }, context) => callTool(session, params, context));
  server.setRequestHandler("resources/list", () => listResources(session));
  server.setRequestHandler("resources/templates/list", () => resourceTemplates);
  server.setRequestHandler("resources/read", async ({ params }) => {
    try {
      return await readResource(session, params.uri);
    } catch (error) {
      throw toProtocolError(error, session);
    }
  });
  return mcp;
}
