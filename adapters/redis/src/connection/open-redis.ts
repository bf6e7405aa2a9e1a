import { DatabaseError, ExecutionError, type Logger, ValidationError } from "@aiecs/core";
import { Redis } from "ioredis";
import { toConnectError, toDatabaseError } from "./redis-error.ts";

export type RedisOpenOptions = {
  readonly logger: Logger;
  /** A command that is not answered for so long fails. @default 5_000 */
  readonly commandTimeoutMs?: number;
  /** @default 5_000 */
  readonly connectTimeoutMs?: number;
};

/** A Redis, reached by one connection that comes back by itself, and by others of its kind. Disposing of it closes all. */
export interface RedisConnection extends AsyncDisposable {
  /** `host:port`, for messages. */
  readonly where: string;
  /** Its commands fail with errors of ioredis; `run` maps them. A command fails after about a second without Redis. */
  readonly client: Redis;
  /** Another connection, for a subscriber or for commands that block: it waits for Redis as long as it takes. */
  duplicate(): Redis;
  /** Runs commands. @throws E006 that says which Redis, what is wrong and what to do */
  run<T>(work: (client: Redis) => Promise<T>): Promise<T>;
  /** @throws E006 when Redis does not answer */
  check(): Promise<void>;
}

const oldest = [6, 2] as const;
const longestPauseMs = 2_000;
const firstPauseMs = 50;
const readyWithinMs = 1_000;
/** A connection that owes an answer for so long is dead: commands that block do so for less. */
const silenceMs = 20_000;
/** So often a connection is tried again before the commands that wait for it fail. */
const patientRetries = 4;

/**
 * Connects to a Redis. When the connection is lost later it comes back by itself, as soon as Redis does.
 *
 * @param url - `redis://[[user]:password@]host[:port][/database]`, or `rediss://` for TLS
 * @throws E001 when that is no such URL; E006 when Redis cannot be reached, refuses the password or is older than 6.2
 */
export async function openRedis(url: string, options: RedisOpenOptions): Promise<RedisConnection> {
  const { logger, commandTimeoutMs = 5_000, connectTimeoutMs = 5_000 } = options;
  const where = addressOf(url);
  const all = new Set<Redis>();
  const watched = (client: Redis): Redis => {
    all.add(client);
    client.once("end", () => all.delete(client));
    logTrouble(client, where, logger);
    return client;
  };
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    maxRetriesPerRequest: patientRetries,
    retryStrategy: (times) => Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(times, 10)),
  });
  const info = await connect(client, where);
  watched(client);
  warnOfEviction(info, where, logger);
  const run = async <T>(work: (client: Redis) => Promise<T>): Promise<T> => {
    try {
      if (client.status !== "ready") await untilReady(client);
      return await work(client);
    } catch (error) {
      throw toDatabaseError(error, where);
    }
  };
  return {
    where,
    client,
    duplicate: () =>
      watched(
        client.duplicate({
          lazyConnect: false,
          maxRetriesPerRequest: null,
          commandTimeout: undefined,
          socketTimeout: silenceMs,
        }),
      ),
    run,
    check: async () => void (await run(() => client.ping())),
    async [Symbol.asyncDispose]() {
      await Promise.all([...all].map(disconnect));
    },
  };
}

/** A connection that is lost is mostly back at once; when it is not, nobody must wait as long as for an answer. */
async function untilReady(client: Redis): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error("Connection is closed")), readyWithinMs);
  client.once("ready", resolve);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    client.off("ready", resolve);
  }
}

function addressOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !["redis:", "rediss:"].includes(parsed.protocol) || parsed.hostname === "") {
    // What was given may hold a password.
    throw new ValidationError("The URL of Redis must look like redis://:password@host:6379/0 (rediss:// for TLS)");
  }
  return `${parsed.hostname}:${parsed.port || "6379"}`;
}

/** Connects for the first time: what goes wrong then is told at once, not tried again. */
async function connect(client: Redis, where: string): Promise<string> {
  let first: unknown;
  const note = (error: unknown): void => void (first ??= error);
  client.on("error", note);
  try {
    await client.connect();
    const info = await client.info();
    checkVersion(info, where);
    if (first !== undefined) throw first;
    return info;
  } catch (error) {
    client.disconnect();
    throw error instanceof ExecutionError ? error : toConnectError(first ?? error, where);
  } finally {
    // Until the connection has ended it may tell of errors still.
    if (client.status === "ready") client.off("error", note);
  }
}

function checkVersion(info: string, where: string): void {
  const version = fieldOf(info, "redis_version") ?? "unknown";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new DatabaseError(`Redis at ${where} is of version ${version}; ${oldest.join(".")} or newer is needed`);
}

/** Tasks in line and leases must not be thrown out. */
function warnOfEviction(info: string, where: string, logger: Logger): void {
  const policy = fieldOf(info, "maxmemory_policy") ?? "noeviction";
  if (policy === "noeviction") return;
  logger.warn(
    { redis: where, policy },
    `Redis throws keys out when its memory is full (${policy}): set maxmemory-policy to noeviction, or what stands in the queue can be lost`,
  );
}

function fieldOf(info: string, name: string): string | undefined {
  const start = info.indexOf(`\n${name}:`);
  return start < 0 ? undefined : info.slice(start + name.length + 2).split("\r\n", 1)[0];
}

/** Says once that the connection is lost, and once that it is back. */
function logTrouble(client: Redis, where: string, logger: Logger): void {
  let isWell = true;
  client.on("error", (error: unknown) => {
    if (!isWell) return;
    isWell = false;
    logger.warn({ err: toDatabaseError(error, where) }, "Redis is away; it is tried again");
  });
  client.on("ready", () => {
    if (!isWell) logger.info({ redis: where }, "Redis is back");
    isWell = true;
  });
}

async function disconnect(client: Redis): Promise<void> {
  // Between two attempts to connect there is nothing that could end.
  const isIdle = ["end", "wait", "close", "reconnecting"].includes(client.status);
  if (isIdle) return client.disconnect();
  const ended = new Promise((resolve) => client.once("end", resolve));
  client.disconnect();
  await ended;
}
