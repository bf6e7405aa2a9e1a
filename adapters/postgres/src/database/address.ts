import { DatabaseError, ValidationError } from "@aiecs/core/contracts";
import { Client, type ClientConfig, type CustomTypesConfig, types } from "pg";

/** Where the tasks are kept. */
export type Address = {
  /** For messages: without the password. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly schema: string;
  readonly config: ClientConfig;
};

/** What a statement may take, and what a connection to be made. */
export const statementTimeoutMs = 10_000;
const connectTimeoutMs = 5_000;
/** Once nothing is heard of a statement that the server must have ended by itself, the connection is dead. */
const silenceMs: number = statementTimeoutMs + 2_000;
const keepAliveAfterMs = 10_000;

/** @throws E006 when the URL is none of PostgreSQL's, E001 when the schema's name is none */
export function readAddress(url: string, schema: string): Address {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new ValidationError(
      `schema: expected small letters, digits and _, beginning with a letter, received ${JSON.stringify(schema)}`,
    );
  }
  const config: ClientConfig = {
    connectionString: withSettings(url, schema),
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    query_timeout: silenceMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    types: numbers,
  };
  // What the URL leaves out comes from the environment, or is what PostgreSQL's own programs take.
  const { host, port, database = "", user = "" } = new Client(config);
  return { host, port, database, user, schema, config };
}

/** Whole numbers of eight bytes as numbers: fences and counts stay below 2^53. */
const numbers: CustomTypesConfig = {
  getTypeParser: (id, format) => (id === types.builtins.INT8 ? Number : types.getTypeParser(id, format)),
};

/**
 * The settings of every connection. Each statement has an index to go by; a plan that was made while the tables were
 * small must not go through them from end to end when they are large. And there is one plan for each statement: making
 * another for each call takes longer than most of them run.
 */
const settings = [
  "enable_seqscan=off",
  "enable_hashjoin=off",
  "enable_mergejoin=off",
  "plan_cache_mode=force_generic_plan",
  "jit=off",
];

function withSettings(text: string, schema: string): string {
  const url = URL.parse(text);
  // The text may hold a password: it is not shown.
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new DatabaseError("Invalid URL of PostgreSQL: expected postgres://user:password@host:5432/database");
  }
  const given = url.searchParams.get("options") ?? "";
  const options = [`search_path=${schema}`, ...settings].map((setting) => `-c ${setting}`);
  url.searchParams.set("options", [given, ...options].join(" ").trim());
  if (!url.searchParams.has("application_name")) url.searchParams.set("application_name", "aiecs");
  return url.href;
}
