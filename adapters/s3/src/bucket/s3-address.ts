import { ValidationError } from "@aiecs/core/contracts";

/** Where artifacts are kept, as a URL says it. */
export type S3Address = {
  readonly bucket: string;
  /** What all keys begin with: empty, or ends with a slash. */
  readonly prefix: string;
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
};

const rule =
  "expected s3://bucket/prefix, with ?endpoint=https://host:port where it is not AWS, and region=name where it is not us-east-1";
const maxPrefixBytes = 500;

/**
 * Reads `s3://bucket/prefix?endpoint=…&region=…`.
 *
 * @throws E001 naming what is wrong, without what was given: that may hold a secret
 */
export function parseS3Url(text: string): S3Address {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "s3:" || !/^[A-Za-z0-9._-]{3,255}$/.test(url.host)) throw invalid(rule);
  if (url.username !== "" || url.password !== "") {
    throw invalid("a key does not belong there, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  }
  const unknown = [...url.searchParams.keys()].find((name) => name !== "endpoint" && name !== "region");
  if (unknown !== undefined || url.hash !== "") throw invalid(rule);
  return {
    bucket: url.host,
    prefix: prefixOf(url.pathname),
    endpoint: endpointOf(url.searchParams.get("endpoint") ?? undefined),
    region: url.searchParams.get("region") || undefined,
  };
}

/** The origin of an endpoint. @throws E001 when it is no address of a server */
export function endpointOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isServer = url && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
  if (!isServer || url.search !== "") throw invalid("expected an endpoint such as https://host:port");
  return url.href.replace(/\/$/, "");
}

function prefixOf(pathname: string): string {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch (cause) {
    throw invalid("its path is not percent-encoded UTF-8", cause);
  }
  const parts = path.split("/").filter((part) => part !== "");
  const prefix = parts.map((part) => `${part}/`).join("");
  // Stores and the ways to them disagree about such keys, or take them for paths.
  if (/[\p{Cc}\\]/u.test(prefix) || parts.some((part) => part === "." || part === "..")) {
    throw invalid("expected a prefix without control characters, backslashes, . and ..");
  }
  if (Buffer.byteLength(prefix) > maxPrefixBytes) throw invalid(`expected a prefix of at most ${maxPrefixBytes} bytes`);
  return prefix;
}

function invalid(what: string, cause?: unknown): ValidationError {
  return new ValidationError(`The URL of the artifacts' bucket is not valid: ${what}`, { cause });
}
