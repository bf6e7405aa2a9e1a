import swagger from "@fastify/swagger";
import { Type } from "typebox";
import type { App } from "#app.ts";
import { namedSchemas } from "#schemas/named-schemas.ts";
import { docsPolicy } from "./docs-page.ts";
import { type OpenApiDocument, renderDocs } from "./render-docs.ts";

const tags = [
  { name: "tools", description: "What can be called." },
  { name: "execution", description: "Calls that are answered when they are done." },
  { name: "plans", description: "Several operations as data." },
  { name: "tasks", description: "Plans that are submitted: durable, observable, resumable." },
  { name: "artifacts", description: "Files that operations made." },
  { name: "schedules", description: "Work that is submitted again and again." },
  { name: "service", description: "How the server itself is." },
];

/** Describes what is added to the app from now on: `GET /openapi.json`, and for people `GET /docs`. */
export async function describeApp(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "AIECS", version, description: "Runs tool operations, plans and durable tasks." },
      tags,
      components: {
        securitySchemes: { credential: { type: "http", scheme: "bearer", description: "An API key or a JWT." } },
      },
      security: [{ credential: [] }],
    },
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, index) =>
        typeof schema.$id === "string" ? schema.$id : `schema-${index}`,
    },
  });
  for (const schema of namedSchemas) app.addSchema(schema);
  let document: OpenApiDocument | undefined;
  const read = (): OpenApiDocument => (document ??= JSON.parse(JSON.stringify(app.swagger())));
  let page: string | undefined;
  const open = { access: "public" } as const;

  const json = {
    summary: "This interface as an OpenAPI 3.1 document",
    tags: ["service"],
    response: { 200: Type.Unsafe<object>({ type: "object", description: "An OpenAPI document." }) },
  };
  app.get("/openapi.json", { config: open, schema: json }, () => read());
  app.get("/docs", { config: open, schema: { hide: true } }, (_request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", docsPolicy)
      .send((page ??= renderDocs(read()))),
  );
}
