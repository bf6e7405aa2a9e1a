import { DatabaseError, ExecutionError } from "@aiecs/core";

/** What Redis, or the way to it, says; and what that means for people who run it. */
const meanings: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [
    /^No Redis/,
    "what listens there is no Redis, or wants TLS otherwise: correct host, port, and redis:// or rediss://",
  ],
  [/ECONNREFUSED/, "nothing listens there: start Redis, or correct the host and port"],
  [/ENOTFOUND|EAI_AGAIN/, "that host is not known: correct the host name"],
  [/EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/, "that host cannot be reached: look at the network and the firewall"],
  [/WRONGPASS|invalid (username-)?password/i, "the user name or the password is wrong: correct them in the URL"],
  [/NOAUTH/, "it wants a password: put it into the URL, as redis://:password@host:port"],
  [/NOPERM/, "the user lacks a permission: give it the commands and keys it needs (ACL SETUSER)"],
  [/DB index is out of range|invalid DB index/i, "there is no database of that number: correct the end of the URL"],
  [/WRONGTYPE/, "a key holds something else: give AIECS a database or a prefix of its own"],
  [/OOM/, "Redis refuses writes: it holds as much as `maxmemory` allows; raise it, or have the keys of others removed"],
  [/READONLY/, "Redis refuses writes: this is a replica; use the address of the primary"],
  [/MISCONF|NOREPLICAS/, "Redis refuses writes: it cannot save them; its log says why"],
  [/LOADING/, "it is reading its data from disk still: try again in a while"],
  [/Command timed out/, "it did not answer in time: it is overloaded, held up, or cut off"],
  [
    /Connection is closed|max retries per request|ECONNRESET|EPIPE|aborted due to connection close/i,
    "the connection was lost, and it has not come back yet",
  ],
  [/unsupported version/, "this Redis is too old: version 6.2 or newer is needed"],
];

/** Trouble with a Redis as E006: says which Redis, what is wrong and what to do; never the password. */
export function toDatabaseError(error: unknown, where: string): ExecutionError {
  if (error instanceof ExecutionError) return error;
  const message = messageOf(error);
  const meaning = meanings.find(([pattern]) => pattern.test(message))?.[1] ?? "see the cause";
  // The error of a command holds its arguments, a password among them: only its text is kept.
  return new DatabaseError(`Redis at ${where} failed: ${meaning} (${message})`, {
    details: { service: "Redis" },
    cause: new Error(message),
  });
}

/** As `toDatabaseError`, where nothing but a connection was tried for the first time. */
export function toConnectError(error: unknown, where: string): ExecutionError {
  const isNoRedis = /EPIPE|ECONNRESET|Connection is closed|Protocol error|Unknown RESP type/.test(messageOf(error));
  return toDatabaseError(isNoRedis ? new Error(`No Redis: ${messageOf(error)}`) : error, where);
}

/** The text of an error; a failed connection to several addresses has its texts inside. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
