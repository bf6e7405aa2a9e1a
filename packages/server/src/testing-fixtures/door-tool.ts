import { setTimeout as delay } from "node:timers/promises";
import { defineOperation, defineTool, type Tool } from "@aiecs/core";
import { artifactSchema, createTable, type FileInput, isFileInput, readFileInputs } from "@aiecs/core/toolkit";
import { z } from "zod";

const nothing = z.object({});

const fileOperations = {
  table: defineOperation({
    description: "A table of more rows than are shown.",
    inputSchema: z.object({ rows: z.number().default(5_000) }),
    execute: ({ rows }) => createTable(Array.from({ length: rows }, (_, index) => ({ index, name: `row ${index}` }))),
  }),
  write: defineOperation({
    description: "Makes a file.",
    inputSchema: z.object({
      name: z.string().default("note.txt"),
      text: z.string().default("hello"),
      media_type: z.string().default("text/plain"),
    }),
    outputSchema: artifactSchema,
    execute: ({ name, text, media_type: mediaType }, { artifacts }) =>
      artifacts.write({ name, mediaType, content: text }),
  }),
  size: defineOperation({
    description: "How many files there are, and what the first is called.",
    inputSchema: z.object({ file: z.custom<FileInput>(isFileInput) }),
    execute: async ({ file }, context) => {
      const files = await readFileInputs(file, context);
      return { count: files.length, name: files[0]?.name };
    },
  }),
};

/** What a server's tests call: results of every kind, failures of every kind, and work that waits to be cancelled. */
export function createDoorTool(seen: { readonly aborted: string[] } = { aborted: [] }): Tool {
  return defineTool({
    name: "door_tool",
    aliases: ["door"],
    description: "For tests",
    version: "1.0.0",
    operations: {
      add: defineOperation({
        description: "Adds two numbers.",
        inputSchema: z.object({ a: z.number(), b: z.number().default(1) }),
        outputSchema: z.number(),
        annotations: { readOnly: true, idempotent: true },
        execute: ({ a, b }) => a + b,
      }),
      echo: defineOperation({
        description: "Gives back what it gets.",
        inputSchema: z.object({ value: z.unknown() }),
        annotations: { readOnly: true },
        execute: ({ value }) => value,
      }),
      who: defineOperation({
        description: "Says on whose behalf it runs.",
        inputSchema: nothing,
        execute: (_params, { userId, taskId }) => ({ user: userId ?? null, task: taskId }),
      }),
      fail: defineOperation({
        description: "Fails, and names a file of this machine.",
        inputSchema: nothing,
        execute: () => {
          throw new Error(`ENOENT: no such file or directory, open '${process.cwd()}/secret/plan.txt'`);
        },
      }),
      odd: defineOperation({
        description: "Gives what JSON does not know.",
        inputSchema: z.object({ kind: z.enum(["bigint", "circular", "nothing"]) }),
        execute: ({ kind }) => {
          if (kind === "bigint") return { big: 12_345_678_901_234_567_890n };
          if (kind === "nothing") return undefined;
          const circle: { self?: unknown } = {};
          circle.self = circle;
          return circle;
        },
      }),
      wait: defineOperation({
        description: "Waits until it is cancelled.",
        inputSchema: z.object({ name: z.string().default("wait"), ms: z.number().default(60_000) }),
        execute: async ({ name, ms }, { signal }) => {
          await delay(ms, undefined, { signal }).catch((error: unknown) => {
            seen.aborted.push(name);
            throw error;
          });
          return name;
        },
      }),
      ...fileOperations,
    },
  });
}
