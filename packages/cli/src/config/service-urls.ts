import { InputError } from "#command-line/input-error.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What the URL of a Redis begins with. */
export const redisUrlRule = "redis://host:port, or rediss:// for TLS";

/** What the URL of a bucket for artifacts begins with. */
export const artifactsUrlRule = "s3://bucket/prefix, with ?endpoint=https://host:port where it is not AWS";

export function isArtifactsUrl(text: string): boolean {
  return /^s3:\/\//i.test(text) && URL.canParse(text);
}

export function isRedisUrl(text: string): boolean {
  return /^rediss?:\/\//i.test(text) && URL.canParse(text);
}

/** Whether tasks are kept in PostgreSQL: otherwise the text names an SQLite file. */
export function isPostgresUrl(database: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(database);
}

/**
 * The Redis that processes share, where there is one: what the config file says wins over `AIECS_REDIS_URL`.
 *
 * @throws InputError when that is no URL of a Redis
 */
export function redisUrl(
  { redisUrl: configured }: { readonly redisUrl: string | undefined },
  environment: Environment = process.env,
): string | undefined {
  if (configured !== undefined) return configured;
  const variable = environment.AIECS_REDIS_URL || undefined;
  if (variable === undefined || isRedisUrl(variable)) return variable;
  throw new InputError(`AIECS_REDIS_URL: expected ${redisUrlRule}`);
}

/**
 * The bucket in which processes share artifacts, where there is one: what the config file says wins over
 * `AIECS_ARTIFACTS_URL`.
 *
 * @throws InputError when that is no URL of a bucket
 */
export function artifactsUrl(
  { artifactsUrl: configured }: { readonly artifactsUrl: string | undefined },
  environment: Environment = process.env,
): string | undefined {
  if (configured !== undefined) return configured;
  const variable = environment.AIECS_ARTIFACTS_URL || undefined;
  if (variable === undefined || isArtifactsUrl(variable)) return variable;
  throw new InputError(`AIECS_ARTIFACTS_URL: expected ${artifactsUrlRule}`);
}

/** Where tasks are kept, as the environment says: a URL before a file. @throws InputError when the URL is none of PostgreSQL */
export function databaseVariable(environment: Environment): string | undefined {
  const url = environment.AIECS_DATABASE_URL || undefined;
  if (url === undefined) return environment.AIECS_DATABASE || undefined;
  if (isPostgresUrl(url)) return url;
  throw new InputError("AIECS_DATABASE_URL: expected postgres://user:password@host:port/database", {
    hint: "A file of SQLite is named by AIECS_DATABASE",
  });
}

/** An address without what is secret of it. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return "a URL that cannot be read";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
