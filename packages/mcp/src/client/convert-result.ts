import { type Artifact, OperationFailedError } from "@aiecs/core";
import type { ToolContext } from "@aiecs/core/toolkit";
import type { CallToolResult } from "@modelcontextprotocol/client";

type Part = CallToolResult["content"][number];

/** Files and links that came with a result. */
type Attachments = {
  readonly artifacts: readonly Artifact[];
  readonly resources: readonly object[];
};

/**
 * A tool's answer as an operation's result: its structured part, else its text (parsed where it is JSON). Pictures, sounds
 * and binary resources become artifacts.
 *
 * @throws E003 when the tool says that it failed
 */
export async function convertResult(
  { content, structuredContent, isError }: CallToolResult,
  context: Pick<ToolContext, "artifacts">,
  { source, hasOutputSchema }: { readonly source: string; readonly hasOutputSchema: boolean },
): Promise<unknown> {
  const texts = content.flatMap((part) => (part.type === "text" ? [part.text] : []));
  const text = texts.join("\n");
  if (isError) {
    const message = text.trim() === "" ? "it gave no reason" : text;
    throw new OperationFailedError(`${source} failed: ${message}`, {
      details: { source, ...(structuredContent !== undefined && { structured: structuredContent }) },
    });
  }
  // What has a schema must fit it, and nothing can stand beside it.
  if (structuredContent !== undefined && hasOutputSchema) return structuredContent;
  const attachments = await attach(content, context);
  const { artifacts, resources } = attachments;
  const main = structuredContent ?? (texts.length > 0 ? parseText(text) : undefined);
  const [only, second] = [...artifacts, ...resources];
  if (only === undefined) return main ?? null;
  if (main === undefined && second === undefined) return only;
  return {
    ...(main !== undefined && { result: main }),
    ...(artifacts.length > 0 && { artifacts }),
    ...(resources.length > 0 && { resources }),
  };
}

async function attach(
  content: readonly Part[],
  { artifacts: store }: Pick<ToolContext, "artifacts">,
): Promise<Attachments> {
  const artifacts: Artifact[] = [];
  const resources: object[] = [];
  for (const part of content) {
    if (part.type === "image" || part.type === "audio") {
      const { mimeType: mediaType, data } = part;
      const name = `${part.type}.${extensionOf(mediaType)}`;
      artifacts.push(await store.write({ name, mediaType, content: Buffer.from(data, "base64") }));
    } else if (part.type === "resource_link") {
      const { uri, name, mimeType, description } = part;
      resources.push({ uri, name, ...(mimeType && { media_type: mimeType }), ...(description && { description }) });
    } else if (part.type === "resource") {
      const { resource } = part;
      const mediaType = resource.mimeType ?? "application/octet-stream";
      if ("text" in resource) resources.push({ uri: resource.uri, media_type: mediaType, text: resource.text });
      else {
        const name = `resource.${extensionOf(mediaType)}`;
        artifacts.push(await store.write({ name, mediaType, content: Buffer.from(resource.blob, "base64") }));
      }
    }
  }
  return { artifacts, resources };
}

function extensionOf(mediaType: string): string {
  return /^[a-z]+\/([a-z0-9]{1,8})\b/.exec(mediaType)?.[1] ?? "bin";
}

/** JSON objects and lists are data; any other text stays text. */
function parseText(text: string): unknown {
  const start = text.trimStart()[0];
  if (start !== "{" && start !== "[") return text;
  try {
    return JSON.parse(text);
  } catch {
    // A text that begins like JSON.
    return text;
  }
}
