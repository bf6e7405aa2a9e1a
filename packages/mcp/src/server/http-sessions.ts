import { randomUUID } from "node:crypto";
import {
  type HandleRequestOptions,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import type { McpCaller } from "./caller.ts";

export type HttpSessionsOptions = {
  readonly serverFor: (caller: McpCaller) => McpServer;
  readonly idleMs: number;
  readonly maxSessions: number;
  readonly maxBodyBytes: number;
  readonly onerror: (error: Error) => void;
};

/** Sessions of clients that speak the protocol of 2025. */
export type HttpSessions = {
  readonly count: number;
  answer(request: Request, caller: McpCaller, options: HandleRequestOptions): Promise<Response>;
  close(): Promise<void>;
};

type HttpSession = {
  readonly id: string;
  /** Who opened it, with what rights: nobody else finds it. */
  readonly owner: string;
  readonly server: McpServer;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  usedAt: number;
  /** Answers that are being sent. */
  open: number;
};

export function createHttpSessions(options: HttpSessionsOptions): HttpSessions {
  const { serverFor, idleMs, maxSessions, maxBodyBytes, onerror } = options;
  const sessions = new Map<string, HttpSession>();
  let sweeping: NodeJS.Timeout | undefined;

  const letGo = (session: HttpSession): void => {
    sessions.delete(session.id);
    session.server.close().catch(onerror);
  };
  const sweep = (): void => {
    const before = performance.now() - idleMs;
    for (const session of sessions.values()) if (session.open === 0 && session.usedAt <= before) letGo(session);
    if (sessions.size > 0) return;
    clearInterval(sweeping);
    sweeping = undefined;
  };
  const add = (session: HttpSession): void => {
    sessions.set(session.id, session);
    if (sessions.size > maxSessions) letGo(longestIdle(sessions.values(), session));
    sweeping ??= setInterval(sweep, Math.min(idleMs, 60_000)).unref();
  };

  const open = async (request: Request, caller: McpCaller, given: HandleRequestOptions): Promise<Response> => {
    const server = serverFor(caller);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      maxRequestBodySize: maxBodyBytes,
      onsessioninitialized: (id) =>
        add({ id, owner: ownerOf(caller), server, transport, usedAt: performance.now(), open: 0 }),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    await server.connect(transport);
    const response = await transport.handleRequest(request, given);
    const session = sessions.get(transport.sessionId ?? "");
    if (session) return track(session, response);
    // It was no request that opens a session: the answer says so, and nothing stays.
    await server.close();
    return response;
  };

  return {
    get count() {
      return sessions.size;
    },
    async answer(request, caller, given) {
      const id = request.headers.get("mcp-session-id");
      if (id === null) return await open(request, caller, given);
      const session = sessions.get(id);
      if (!session || session.owner !== ownerOf(caller)) return noSuchSession();
      session.usedAt = performance.now();
      return track(session, await session.transport.handleRequest(request, given));
    },
    async close() {
      clearInterval(sweeping);
      const open = [...sessions.values()];
      sessions.clear();
      await Promise.all(open.map(({ server }) => server.close()));
    },
  };
}

/** Two credentials of one user may reach differently far. */
function ownerOf({ userId, allow, tasks, readsArtifacts = true }: McpCaller): string {
  return JSON.stringify([userId ?? null, allow ?? null, tasks !== undefined, readsArtifacts]);
}

/** Of the owner who has most of them: nobody can push others out by opening many. */
function longestIdle(sessions: Iterable<HttpSession>, latest: HttpSession): HttpSession {
  const byOwner = Map.groupBy(sessions, ({ owner }) => owner);
  const [most = [latest]] = [...byOwner.values()].sort((a, b) => b.length - a.length);
  return most.reduce((oldest, session) => (session.usedAt < oldest.usedAt ? session : oldest));
}

/** While an answer is being sent, a session is not idle. */
function track(session: HttpSession, response: Response): Response {
  if (!response.body) return response;
  session.open += 1;
  const end = (): void => {
    session.open -= 1;
    session.usedAt = performance.now();
  };
  const body = response.body.pipeThrough(new TransformStream({ flush: end, cancel: end }));
  return new Response(body, { status: response.status, headers: response.headers });
}

function noSuchSession(): Response {
  const error = { code: -32_001, message: "Session not found: it was closed, or it is not yours; initialize again" };
  return Response.json({ jsonrpc: "2.0", error, id: null }, { status: 404 });
}
