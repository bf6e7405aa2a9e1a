import { CancelledError, ExecutionError, type Logger } from "@aiecs/core";
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { RunningCalls } from "#running-calls.ts";
import { type Problem, toProblem } from "./problem.ts";
import type { RemoteJson } from "./remote-json.ts";
import { RequestError, stoppingError } from "./request-error.ts";

export type ErrorOptions = { readonly logger: Logger; readonly calls: RunningCalls; readonly toJson: RemoteJson };

/** Every error becomes a problem document. What should not have happened is logged, here and once. */
export function handleErrors(app: FastifyInstance, options: ErrorOptions): void {
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, options));
}

function sendProblem(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  options: ErrorOptions,
): FastifyReply {
  const { problem, headers, isLogged } = toProblem(asTold(thrown, options.calls), request.id);
  if (isLogged) {
    const { method, routeOptions } = request;
    options.logger.error({ error: thrown, requestId: request.id, method, route: routeOptions.url }, "A request failed");
  }
  const text = toText(problem, options.toJson);
  return reply.code(problem.status).headers(headers).type("application/problem+json").send(text);
}

/** The details are whatever a tool put there; what of them is no data is left out. */
function toText(problem: Problem, toJson: RemoteJson): string {
  try {
    return toJson(problem);
  } catch {
    return toJson({ ...problem, errors: [], details: {} });
  }
}

function asTold(thrown: unknown, calls: RunningCalls): unknown {
  if (thrown instanceof CancelledError && calls.aborted) return stoppingError();
  if (isCutOff(thrown)) return new RequestError(400, "The connection ended before the request had come");
  if (thrown instanceof ExecutionError || !isFastifyError(thrown)) return thrown;
  const { statusCode = 500, message } = thrown;
  // What the framework itself says of a request is the client's doing below 500, and ours above.
  return statusCode < 500 ? new RequestError(statusCode, messages[thrown.code] ?? message) : thrown;
}

/** The client went away while it sent its body: nobody reads the answer, and there is nothing to look into. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNRESET" && "statusCode" in error;
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && "code" in error && String(error.code).startsWith("FST_ERR_");
}

/** Said in the words of the other messages. */
const messages: { readonly [code: string]: string } = {
  FST_ERR_CTP_BODY_TOO_LARGE: "The body is too large: see server.body_limit_bytes of the server's config",
  FST_ERR_CTP_INVALID_JSON_BODY: "The body is not valid JSON, or holds a key that reaches for prototypes",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "Unknown content type: expected application/json",
};
