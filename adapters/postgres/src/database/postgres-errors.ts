import { DatabaseError, ExecutionError } from "@aiecs/core/contracts";
import { DatabaseError as ServerError } from "pg";
import { type Address, statementTimeoutMs } from "./address.ts";

/** The connection was lost while a statement was under way: nobody can tell whether it was done. */
export class LostConnectionError extends Error {
  constructor(cause: unknown) {
    super(reasonOf(cause), { cause });
    this.name = "LostConnectionError";
  }
}

type Advice = (address: Address, reason: string) => string;

/** What goes by itself, and is worth trying again: SQLSTATE codes, and those of the system. */
const passing: ReadonlySet<string> = new Set([
  "40001", // serialization failure
  "40P01", // deadlock
  "53200", // out of memory
  "53300", // too many connections
  "57P01", // the server is being shut down
  "57P02", // one of its processes crashed
  "57P03", // it is starting up
  "25006", // read only: a standby that is about to take over
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
]);

const password: Advice = ({ user }) => `does not let ${user} in: check the user and the password of the URL`;
const unreachable: Advice = () => "cannot be reached: check the network, and that the host is right";
const missing: Advice = ({ schema }) => `lacks parts of schema ${schema}: start again to have them made`;

const advice: { readonly [code: string]: Advice } = {
  ECONNREFUSED: () => "is not running: start it, or correct host and port of the URL",
  ECONNRESET: () => "broke the connection off: see that it runs",
  ENOTFOUND: ({ host }) => `cannot be reached: there is no host ${host}; correct the URL`,
  EAI_AGAIN: ({ host }) => `cannot be reached: host ${host} cannot be looked up now; check the network`,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  "25006": () => "is read-only: name the primary server",
  "28000": (_, reason) => `refuses the connection: ${reason}`,
  "28P01": password,
  "3D000": ({ database }) => `has no database ${database}: make it (createdb ${database}), or name another one`,
  "3F000": missing,
  "42501": ({ user, database, schema }, reason) =>
    `refuses what ${user} wants (${reason}): grant CREATE on database ${database}, or make ${user} the owner of schema ${schema}`,
  "42P01": missing,
  "42883": missing,
  "53100": () => "cannot grow, its disk is full: free some space. What was reported as done is kept",
  "53300": () => "has no connection left: raise its max_connections, or lower pool.max",
  "57014": () => `did not get done within ${statementTimeoutMs / 1000} s: see what it is busy with`,
  "57P01": () => "is being shut down: start it again",
  "57P03": () => "is starting up or shutting down: try again",
};

/** Whether it is worth trying again. */
export function isPassing(error: unknown): boolean {
  if (error instanceof LostConnectionError) return true;
  const code = codeOf(error);
  return code === undefined ? isTimeout(error) : passing.has(code) || code.startsWith("08");
}

/** Whether a connection is of no use after that error of one of its statements. */
export function isLoss(error: unknown): boolean {
  if (!(error instanceof ServerError)) return true;
  return error.severity === "FATAL" || error.severity === "PANIC";
}

/** What went wrong, as E006, with what to do. */
export function toDatabaseError(error: unknown, address: Address): ExecutionError {
  if (error instanceof ExecutionError) return error;
  const { host, port, database } = address;
  return new DatabaseError(`PostgreSQL at ${host}:${port} (database ${database}) ${tell(error, address)}`, {
    details: { service: "PostgreSQL" },
    cause: error,
  });
}

function tell(error: unknown, address: Address): string {
  const cause = error instanceof LostConnectionError ? error.cause : error;
  const reason = reasonOf(cause);
  const known = advice[codeOf(cause) ?? ""];
  if (known) return known(address, reason);
  if (reason.startsWith("SASL")) return password(address, reason);
  if (isTimeout(cause)) return `does not answer: see that it runs, and check the network (${reason})`;
  if (reason.startsWith("Connection terminated")) return "broke the connection off: see that it runs";
  return `failed: ${reason}`;
}

/** Of the server, or of the system; the first one's when several addresses of a host were tried. */
function codeOf(error: unknown): string | undefined {
  const one = error instanceof AggregateError ? error.errors[0] : error;
  return one instanceof Error && "code" in one && typeof one.code === "string" ? one.code : undefined;
}

function reasonOf(error: unknown): string {
  const one = error instanceof AggregateError ? error.errors[0] : error;
  return one instanceof Error ? one.message : String(one);
}

/** The driver gives its own timeouts no code. */
function isTimeout(error: unknown): boolean {
  return /\btimeout\b|^Connection terminated/i.test(reasonOf(error));
}
