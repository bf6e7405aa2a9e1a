import { Type } from "typebox";
import type { App } from "#app.ts";
import { stoppingError } from "#http/request-error.ts";
import { answers } from "#schemas/answers.ts";
import type { ServerParts } from "#server-parts.ts";
import { checkDependencies } from "./check-dependencies.ts";

const exact = { additionalProperties: false };
const config = { access: "public" } as const;
const tags = ["service"];

/** `GET /health` and `GET /ready` */
export function addHealthRoutes(app: App, parts: ServerParts): void {
  const health = {
    summary: "Whether the process is up",
    tags,
    response: answers({ 200: Type.Object({ status: Type.Literal("ok"), uptime_s: Type.Number() }, exact) }),
  };
  app.get("/health", { config, schema: health }, () => ({
    status: "ok" as const,
    uptime_s: Math.round(process.uptime()),
  }));

  const ready = {
    summary: "Whether it can do its work",
    description: "503 while it stops, and when something it depends on does not answer, which is named then.",
    tags,
    response: answers({
      200: Type.Object(
        { status: Type.Literal("ready"), checks: Type.Record(Type.String(), Type.Literal("ok")) },
        exact,
      ),
    }),
  };
  app.get("/ready", { config, schema: ready }, async () => {
    if (parts.connections.closing.aborted) throw stoppingError();
    return { status: "ready" as const, checks: await checkDependencies(parts) };
  });
}
