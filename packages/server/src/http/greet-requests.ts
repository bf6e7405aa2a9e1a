import type { FastifyInstance } from "fastify";
import type { Connections } from "#connections.ts";
import { stoppingError } from "./request-error.ts";

/** Stands before everything else: while the server stops it takes nothing on. */
export function greetRequests(app: FastifyInstance, { closing }: Connections): void {
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-content-type-options", "nosniff");
    // What asks for its state is told by its own route.
    if (closing.aborted && request.routeOptions.url !== "/health" && request.routeOptions.url !== "/ready")
      return done(stoppingError());
    done();
  });
}

/** Tells of every request, where somebody wants to read that. */
export function logRequests(app: FastifyInstance, logger: { debug(fields: object, message: string): void }): void {
  app.addHook("onResponse", (request, reply, done) => {
    const { method, routeOptions, id } = request;
    const { statusCode, elapsedTime } = reply;
    logger.debug({ requestId: id, method, route: routeOptions.url, statusCode, ms: elapsedTime }, "Answered");
    done();
  });
}
