import { Client, type ContentBlock, type Tool } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

export type Answer = {
  readonly isError: boolean;
  /** What a model reads. */
  readonly text: string;
  /** The same as data, for programs. */
  readonly data: unknown;
};

export type AgentSession = AsyncDisposable & {
  listTools(): Promise<readonly Tool[]>;
  /** @param onProgress asks for progress, and is told of it */
  call(name: string, args: object, onProgress?: (message: string) => void): Promise<Answer>;
  /** Bytes of all that a model has had to read so far. */
  readBytes(): number;
};

const timeoutMs = 60_000;

/** Starts `aiecs mcp` as an agent's host does: a program that speaks over standard input and output. */
export async function openSession(...args: readonly string[]): Promise<AgentSession> {
  const client = new Client({ name: "agent-session", version: "1.0.0" });
  const command = ["--conditions=aiecs-source", "packages/cli/bin/aiecs.mjs", "mcp", ...args];
  await client.connect(new StdioClientTransport({ command: process.execPath, args: command }));
  let bytes = 0;
  const count = (read: object): void => {
    bytes += Buffer.byteLength(JSON.stringify(read));
  };
  return {
    async listTools() {
      const { tools } = await client.listTools();
      count(tools);
      return tools;
    },
    async call(name, args, onProgress) {
      const {
        content,
        structuredContent,
        isError = false,
      } = await client.callTool(
        { name, arguments: { ...args } },
        { timeout: timeoutMs, ...(onProgress && { onprogress: ({ message = "" }) => onProgress(message) }) },
      );
      count(content);
      return { isError, text: content.map(textOf).join("\n"), data: structuredContent };
    },
    readBytes: () => bytes,
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/** Links are read as they are; pictures a model sees, which is nothing to read. */
function textOf(block: ContentBlock): string {
  if (block.type === "text") return block.text;
  return block.type === "resource_link" ? JSON.stringify(block) : `[${block.type}]`;
}
