import type { IncomingMessage, ServerResponse } from "node:http";
import { createDefaultLogger } from "@aiecs/core";
import { toNodeHandler } from "@modelcontextprotocol/node";
import {
  createMcpHandler,
  hostHeaderValidationResponse,
  isJsonContentType,
  isLegacyRequest,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  originValidationResponse,
} from "@modelcontextprotocol/server";
import type { McpCaller } from "./caller.ts";
import { serverOf } from "./create-server.ts";
import { createHttpSessions } from "./http-sessions.ts";
import { createKeptRuns } from "./kept-runs.ts";
import { type McpServerOptions, openSession, type Session } from "./session.ts";

export type McpHttpOptions = Omit<McpServerOptions, keyof McpCaller> & {
  /** Host names, without ports, under which it may be called; `any` only where callers need credentials. @default loopback */
  readonly allowedHosts?: readonly string[] | "any";
  /** The same for web pages. @default loopback */
  readonly allowedOrigins?: readonly string[] | "any";
  /** How long a session lives in which nothing happens. @default 30 minutes */
  readonly idleMs?: number;
  /** With more sessions, the one longest idle is closed. @default 1_000 */
  readonly maxSessions?: number;
  /** @default 4 MiB */
  readonly maxBodyBytes?: number;
};

/** MCP over streamable HTTP. */
export interface McpHttpHandler extends AsyncDisposable {
  /** Answers a GET, POST or DELETE; never rejects. `body` is the request's, where it has been read and parsed already. */
  handle(request: IncomingMessage, response: ServerResponse, caller: McpCaller, body?: unknown): Promise<void>;
  /** The same for a web-standard request. */
  fetch(request: Request, caller: McpCaller, body?: unknown): Promise<Response>;
  /** Sessions that are open. */
  readonly sessions: number;
}

/**
 * MCP over streamable HTTP, in the protocol of 2026 (each request for itself) and in that of 2025 (sessions). A session
 * belongs to the user who opened it; to anybody else it does not exist.
 */
export function createMcpHttpHandler(options: McpHttpOptions): McpHttpHandler {
  const { allowedHosts = localhostAllowedHostnames(), allowedOrigins = localhostAllowedOrigins() } = options;
  const { idleMs = 30 * 60_000, maxSessions = 1_000, maxBodyBytes = 4 * 1024 * 1024 } = options;
  const { logger = createDefaultLogger() } = options;
  const sessionOf = createSessionOf({ ...options, logger });
  const callers = new WeakMap<Request, McpCaller>();
  const onerror = (error: Error): void => logger.debug({ error }, "MCP over HTTP");
  const current = createMcpHandler(
    ({ requestInfo }) => {
      const caller = requestInfo && callers.get(requestInfo);
      // Without this nobody would know whose call it is: better none than anybody's.
      if (!caller) throw new Error("The MCP library handed on another request than it was given");
      return serverOf(sessionOf(caller));
    },
    { legacy: "reject", onerror, maxRequestBodySize: maxBodyBytes },
  );
  const sessions = createHttpSessions({
    serverFor: (caller) => serverOf(sessionOf(caller)),
    idleMs,
    maxSessions,
    maxBodyBytes,
    onerror,
  });

  const answer = async (request: Request, caller: McpCaller, body?: unknown): Promise<Response> => {
    const refused = refuseForeign(request, allowedHosts, allowedOrigins);
    if (refused) return refused;
    if (request.method === "POST" && !isJsonContentType(request.headers.get("content-type"))) return unsupportedType();
    const parsed = body === undefined ? {} : { parsedBody: body };
    if (await isLegacyRequest(request, body, { maxRequestBodySize: maxBodyBytes })) {
      return await sessions.answer(request, caller, parsed);
    }
    callers.set(request, caller);
    return await current.fetch(request, parsed);
  };

  return {
    get sessions() {
      return sessions.count;
    },
    fetch: answer,
    async handle(request, response, caller, body) {
      if (!hasReadableHost(request)) {
        response.writeHead(400, { "content-type": "text/plain" }).end("Expected a host name in Host");
        return;
      }
      const nodeHandler = toNodeHandler(
        { fetch: (webRequest) => answer(webRequest, caller, body) },
        { onerror, maxRequestBodySize: maxBodyBytes },
      );
      const { method = "GET", url = "/", headers } = request;
      const read = () => request[Symbol.asyncIterator]();
      await nodeHandler({ method, url, headers, [Symbol.asyncIterator]: read }, response, body);
    },
    async [Symbol.asyncDispose]() {
      await current.close();
      await sessions.close();
    },
  };
}

/** Refuses what comes by another name of this host, or from a page of another origin. */
function refuseForeign(
  request: Request,
  hosts: readonly string[] | "any",
  origins: readonly string[] | "any",
): Response | undefined {
  return (
    (hosts === "any" ? undefined : hostHeaderValidationResponse(request, [...hosts])) ??
    (origins === "any" ? undefined : originValidationResponse(request, [...origins]))
  );
}

/** The library makes a URL of it, and cannot of everything that a client may send. */
function hasReadableHost({ headers: { host } }: IncomingMessage): boolean {
  return host === undefined || URL.canParse(`http://${host}`);
}

function createSessionOf(options: McpHttpOptions): (caller: McpCaller) => Session {
  const parts = { kept: createKeptRuns(), showsPaths: false };
  return (caller) => openSession({ ...options, ...caller }, parts);
}

function unsupportedType(): Response {
  const error = { code: -32_000, message: "Unsupported Media Type: expected application/json" };
  return Response.json({ jsonrpc: "2.0", error, id: null }, { status: 415 });
}
