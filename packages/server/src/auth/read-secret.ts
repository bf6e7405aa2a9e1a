import { readFileSync } from "node:fs";
import { ValidationError } from "@aiecs/core";

export type Environment = Readonly<Record<string, string | undefined>>;

export type SecretSource = { readonly env?: string | undefined; readonly file?: string | undefined };

/** Reads a secret once, at start. What surrounds it in a file, a line break for instance, is not part of it. */
export function readSecret({ env, file }: SecretSource, path: string, environment: Environment): string {
  const secret = env === undefined ? readText(file ?? "", path).trim() : (environment[env] ?? "");
  if (secret !== "") return secret;
  const where = env === undefined ? `file ${file}` : `environment variable ${env}`;
  throw new ValidationError(`${path}: expected a secret in the ${where}, but there is none`);
}

/** @throws E001 when the file cannot be read */
export function readText(file: string, path: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
    throw new ValidationError(`${path}: the file ${file} cannot be read (${reason})`, { cause });
  }
}
