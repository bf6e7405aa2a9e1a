import { ValidationError } from "@aiecs/core";
import {
  type CallToolResult,
  fromJsonSchema,
  type JsonSchemaType,
  type ServerContext,
  type Tool,
} from "@modelcontextprotocol/server";
import type { Session } from "../session.ts";

/** A tool of this server that works on operations. */
export type MetaTool = {
  readonly definition: Tool;
  /** @throws E001 when the arguments do not fit */
  call(args: unknown, session: Session, context: ServerContext): Promise<CallToolResult>;
};

export type MetaToolOptions<Args> = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What `run` gets fits it. */
  readonly inputSchema: Tool["inputSchema"] & JsonSchemaType;
  readonly readOnly: boolean;
  run(args: Args, session: Session, context: ServerContext): Promise<CallToolResult>;
};

/** Describes a meta-tool; its arguments are checked before it runs. */
export function defineMetaTool<Args>(options: MetaToolOptions<Args>): MetaTool {
  const { name, title, description, inputSchema, readOnly, run } = options;
  let schema: ReturnType<typeof fromJsonSchema<Args>> | undefined;
  return {
    definition: {
      name,
      title,
      description,
      inputSchema,
      annotations: { readOnlyHint: readOnly, destructiveHint: !readOnly, openWorldHint: !readOnly },
    },
    async call(args, session, context) {
      schema ??= fromJsonSchema<Args>(inputSchema);
      const checked = await schema["~standard"].validate(args ?? {});
      if (!checked.issues) return await run(checked.value, session, context);
      const problems = checked.issues.map(({ message }) => message);
      throw new ValidationError(`Invalid arguments for ${name}: ${problems.join("; ")}`, { details: { problems } });
    },
  };
}
