import { Readable } from "node:stream";
import { type ArtifactDescription, NotFoundError } from "@aiecs/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type TUnsafe, Type } from "typebox";
import type { App } from "#app.ts";
import { RequestError } from "#http/request-error.ts";
import { answers } from "#schemas/answers.ts";
import type { ServerParts } from "#server-parts.ts";
import { parseRange } from "./byte-range.ts";
import { contentHeaders } from "./content-headers.ts";

const content: TUnsafe<Readable> = Type.Unsafe<Readable>({
  description: "The content.",
  content: { "*/*": { schema: { type: "string", format: "binary" } } },
});
const unchanged = Type.Unsafe<undefined>({ type: "null", description: "What you have is what there is." });

/** `GET /api/artifacts/{id}`, and HEAD */
export function addArtifactRoutes(app: App, { executor }: ServerParts): void {
  const params = Type.Object({ id: Type.String() });
  const headers = Type.Object({
    range: Type.Optional(Type.String({ description: "One part: bytes=0-99, bytes=100- or bytes=-100." })),
    "if-range": Type.Optional(Type.String()),
    "if-none-match": Type.Optional(Type.String()),
  });
  const schema = {
    summary: "The content of a file that an operation made",
    tags: ["artifacts"],
    params,
    headers,
    response: answers({ 200: content, 206: content, 304: unchanged }),
  };
  app.route({
    method: ["GET", "HEAD"],
    url: "/api/artifacts/:id",
    config: { access: "tasks:read" },
    schema,
    handler: async (request, reply) => {
      const artifact = await executor.artifacts.describe(request.params.id);
      // Somebody else's and none at all look the same.
      if (!artifact || artifact.userId !== request.user.id)
        throw new NotFoundError(`There is no artifact ${JSON.stringify(request.params.id)}`);
      return sendArtifact(artifact, { request, reply, read: (range) => executor.artifacts.read(artifact.id, range) });
    },
  });
}

type Sending = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly read: (range: { start: number; end: number }) => AsyncIterable<Uint8Array>;
};

function sendArtifact(artifact: ArtifactDescription, { request, reply, read }: Sending): FastifyReply {
  const { headers, method } = request;
  const { bytes } = artifact;
  const facts = contentHeaders(artifact);
  const etag = facts.etag ?? "";
  if (isListed(etag, headers["if-none-match"])) return reply.code(304).headers(facts).send();
  const condition = headers["if-range"];
  // A part of what has changed since is of no use: then all of it is sent.
  const range = condition === undefined || condition === etag ? parseRange(headers.range, bytes) : undefined;
  if (range === "unsatisfiable") {
    throw new RequestError(416, `The range lies beyond the end: there are ${bytes} bytes`, {
      headers: { "content-range": `bytes */${bytes}` },
    });
  }
  const { start, end } = range ?? { start: 0, end: bytes };
  if (range) reply.code(206).header("content-range", `bytes ${start}-${end - 1}/${bytes}`);
  reply.headers(facts).header("content-length", end - start);
  return method === "HEAD" ? reply.send() : reply.send(Readable.from(read({ start, end }), { objectMode: false }));
}

/** Whether `If-None-Match` holds the tag; weak ones count as the same. */
function isListed(etag: string, header: string | undefined): boolean {
  if (header === undefined) return false;
  return header.split(",").some((item) => item.trim() === "*" || item.trim().replace(/^W\//, "") === etag);
}
