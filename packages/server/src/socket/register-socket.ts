import { type Clock, type Logger, systemClock } from "@aiecs/core";
import websocket, { type WebSocket } from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { createTokenBuckets } from "#auth/token-buckets.ts";
import type { User } from "#auth/user.ts";
import type { Connections } from "#connections.ts";
import { RequestError } from "#http/request-error.ts";
import { asksForSocket, socketPath } from "./asks-for-socket.ts";
import { createHeartbeat } from "./heartbeat.ts";
import type { TasksOf } from "./register-events.ts";
import { closeCodes, socketProtocol } from "./socket-messages.ts";
import { SocketSession } from "./socket-session.ts";
import { SocketWriter } from "./socket-writer.ts";

export type RegisterSocketOptions = {
  readonly tasksOf: TasksOf;
  readonly connections: Pick<Connections, "add">;
  readonly heartbeatS: number;
  /** A client that leaves more than that unread is dropped. */
  readonly maxBufferBytes: number;
  readonly logger: Pick<Logger, "debug" | "info" | "error">;
  readonly clock?: Clock;
  /** How long a client may take to read what is buffered. @default 10 */
  readonly slowReaderS?: number;
  /** Largest message of a client. @default 16 KiB */
  readonly maxMessageBytes?: number;
  /** Messages of a client; more close its socket. @default 600 */
  readonly messagesPerMinute?: number;
  /** Tasks that one socket may follow. @default 100 */
  readonly maxSubscriptions?: number;
};

const closeTimeoutMs = 2_000;
const upgrade = { connection: "upgrade", upgrade: "websocket" };

/**
 * `GET /ws`: what goes over it stands in `socket-messages.ts`. In a scope of its own: what sockets need at each request is
 * done for no other route.
 */
export async function registerSocket(app: FastifyInstance, options: RegisterSocketOptions): Promise<void> {
  await app.register((scope) => addSocketRoute(scope, options));
}

async function addSocketRoute(app: FastifyInstance, options: RegisterSocketOptions): Promise<void> {
  const { connections, heartbeatS, clock = systemClock, logger, maxMessageBytes = 16_384 } = options;
  const heartbeat = createHeartbeat({ everyMs: heartbeatS * 1000, clock });
  const serverOptions = {
    maxPayload: maxMessageBytes,
    // Compressing costs memory for each socket, and lets a client make the server work.
    perMessageDeflate: false,
    closeTimeout: closeTimeoutMs,
    handleProtocols: (offered: ReadonlySet<string>) => (offered.has(socketProtocol) ? socketProtocol : false),
  };
  await app.register(websocket, {
    options: serverOptions,
    errorHandler: (error) => logger.debug({ error }, "A socket ended with an error"),
  });
  // Refused before it became a socket: nobody else ends its connection.
  app.addHook("onResponse", async ({ raw }) => {
    if (asksForSocket(raw)) raw.socket.destroySoon();
  });
  const config = { access: "tasks:read", staysOpen: true } as const;
  const handler = (): never => {
    throw new RequestError(426, "Expected a WebSocket: the request asks for no upgrade", { headers: upgrade });
  };
  const wsHandler = (socket: WebSocket, { user }: FastifyRequest): void => {
    const session = openSession(socket, user, { ...options, clock });
    const life = createLife(socket, session, user, clock);
    const leave = connections.add("websocket", () => closeSocket(socket, session, 1001, "the server stops"));
    const stopBeating = heartbeat.add(life.beat);
    socket.on("pong", life.seen);
    socket.on("message", life.seen);
    socket.once("close", () => {
      stopBeating();
      leave();
      session.end();
    });
  };
  app.route({ method: "GET", url: socketPath, config, schema: { hide: true }, handler, wsHandler });
}

function openSession(
  socket: WebSocket,
  user: User,
  options: RegisterSocketOptions & { readonly clock: Clock },
): SocketSession {
  const { tasksOf, maxBufferBytes, clock, logger, slowReaderS = 10 } = options;
  const { messagesPerMinute = 600, maxSubscriptions = 100 } = options;
  const onSlow = () => {
    logger.info({ userId: user.id }, "A socket was not read: dropped");
    closeSocket(socket, session, closeCodes.tooSlow, "not read fast enough: come back after the last event you have");
  };
  const writer = new SocketWriter({ socket, maxBufferBytes, slowReaderMs: slowReaderS * 1000, clock, onSlow });
  const session = new SocketSession({ user, tasks: tasksOf(user), writer, maxSubscriptions, logger });
  const bucket = createTokenBuckets({ nowMs: () => clock.monotonicMs(), maxKeys: 1 });
  socket.on("message", (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return;
    if (!bucket.take("", messagesPerMinute).allowed) {
      closeSocket(socket, session, closeCodes.tooManyMessages, "too many messages");
    } else if (isBinary || !Buffer.isBuffer(data)) session.refuseBinary();
    else void session.receive(data.toString());
  });
  return session;
}

/** Nothing more is fetched for a socket that is about to go. */
function closeSocket(socket: WebSocket, session: SocketSession, code: number, reason: string): void {
  session.end();
  socket.close(code, reason);
}

type Life = { readonly seen: () => void; readonly beat: () => void };

/** Ends a socket whose client is gone without a word, or whose credential has run out. */
function createLife(socket: WebSocket, session: SocketSession, { expiresAt }: User, clock: Clock): Life {
  let isAlive = true;
  return {
    seen: () => {
      isAlive = true;
    },
    beat: () => {
      if (!isAlive) return socket.terminate();
      if (expiresAt !== undefined && expiresAt <= clock.now()) {
        return closeSocket(socket, session, closeCodes.credentialExpired, "the credential has expired");
      }
      isAlive = false;
      socket.ping();
    },
  };
}
