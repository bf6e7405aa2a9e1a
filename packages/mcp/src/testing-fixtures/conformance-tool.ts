import { defineOperation, defineTool, type Tool } from "@aiecs/core";

const none = { type: "object", additionalProperties: false } as const;
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const image = { name: "dot.png", mediaType: "image/png", content: Buffer.from(pixel, "base64") };

/** Operations that do what the conformance suite asks of the tools of those names. */
export const conformanceTool: Tool = defineTool({
  name: "conformance",
  description: "What the conformance suite calls.",
  version: "1.0.0",
  operations: {
    test_simple_text: defineOperation({
      description: "A text.",
      inputSchema: none,
      execute: () => "This is a simple text response for testing.",
    }),
    test_image_content: defineOperation({
      description: "A picture.",
      inputSchema: none,
      execute: (_params, { artifacts }) => artifacts.write(image),
    }),
    test_audio_content: defineOperation({
      description: "A sound.",
      inputSchema: none,
      execute: (_params, { artifacts }) =>
        artifacts.write({ name: "sound.wav", mediaType: "audio/wav", content: Buffer.from("RIFF\0\0\0\0WAVE") }),
    }),
    test_embedded_resource: defineOperation({
      description: "A text file.",
      inputSchema: none,
      execute: (_params, { artifacts }) =>
        artifacts.write({ name: "a.txt", mediaType: "text/plain", content: "This is an embedded resource content." }),
    }),
    test_multiple_content_types: defineOperation({
      description: "A picture and a file.",
      inputSchema: none,
      execute: async (_params, { artifacts }) => [
        await artifacts.write(image),
        await artifacts.write({
          name: "a.json",
          mediaType: "application/json",
          content: '{"test":"data","value":123}',
        }),
      ],
    }),
    test_error_handling: defineOperation({
      description: "Fails.",
      inputSchema: none,
      execute: () => {
        throw new Error("This tool intentionally returns an error for testing");
      },
    }),
    test_tool_with_progress: defineOperation({
      description: "Says how far it is.",
      inputSchema: none,
      execute: (_params, { progress }) => {
        for (const fraction of [0, 0.5, 1]) progress(fraction);
        return "done";
      },
    }),
    json_schema_2020_12_tool: defineOperation({
      description: "Tool with JSON Schema 2020-12 features",
      inputSchema: {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
        $defs: {
          address: { type: "object", properties: { street: { type: "string" }, city: { type: "string" } } },
        },
        properties: { name: { type: "string" }, address: { $ref: "#/$defs/address" } },
        additionalProperties: false,
      },
      execute: (params) => params,
    }),
  },
});
