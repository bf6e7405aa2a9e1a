import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastify, { type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from "fastify";
import { handleErrors } from "./http/handle-errors.ts";
import { parseJsonBodies } from "./http/parse-json.ts";
import { refuseBrokenRequest } from "./http/refuse-broken-requests.ts";
import { refuseUnknownRoutes } from "./http/refuse-unknown-routes.ts";
import type { RemoteJson } from "./http/remote-json.ts";
import { validateRequests } from "./http/validate-requests.ts";
import type { ServerParts } from "./server-parts.ts";
import { asksForSocket } from "./socket/asks-for-socket.ts";

/** The application as routes see it: what their schemas say is what their handlers get. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Node looks for slow senders this often. */
const checkIntervalMs = 1_000;

/** An application without routes: how requests are read and checked, and how errors are told. */
export function createApp({ config, logger, calls }: ServerParts, toJson: RemoteJson): App {
  const nextId = createRequestIds();
  const headersTimeout = config.header_timeout_s * 1000;
  const requestTimeout = Math.max(config.request_timeout_s * 1000, headersTimeout);
  const app = fastify({
    bodyLimit: config.body_limit_bytes,
    requestTimeout,
    keepAliveTimeout: config.keep_alive_s * 1000,
    http: {
      headersTimeout,
      connectionsCheckingInterval: Math.min(checkIntervalMs, headersTimeout),
      shouldUpgradeCallback: asksForSocket,
    },
    forceCloseConnections: "idle",
    return503OnClosing: false,
    exposeHeadRoutes: false,
    genReqId: nextId,
    routerOptions: { maxParamLength: 256 },
    trustProxy: config.trusted_proxies.length > 0 ? [...config.trusted_proxies] : false,
    clientErrorHandler: (error, socket) => refuseBrokenRequest(error, socket, nextId()),
    frameworkErrors: (error, request, reply) => {
      app.errorHandler(error, request, reply);
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.server.maxConnections = config.max_connections;
  validateRequests(app);
  // Answers are written by one function, whatever their schema: it says what they hold, and tests hold them to it.
  app.setSerializerCompiler(() => toJson);
  app.setReplySerializer(toJson);
  parseJsonBodies(app, config.max_depth);
  handleErrors(app, { logger, calls, toJson });
  refuseUnknownRoutes(app);
  return app;
}

/** Unique over processes too, so that a log can be searched for one. */
function createRequestIds(): () => string {
  const prefix = randomBytes(6).toString("base64url");
  let count = 0;
  return () => `${prefix}-${((count += 1)).toString(36)}`;
}
