import { DatabaseError, ExecutionError } from "@aiecs/core/contracts";

/** There is nothing under that key. */
export class NoSuchObjectError extends Error {}

/** What a store, or the way to it, says; and what that means for people who run it. */
const meanings: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [/^NoSuchBucket|InvalidBucketName/, "there is no such bucket: create it, or correct its name in the URL"],
  [
    /^CredentialsProviderError|Could not load credentials/,
    "no key is set: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  ],
  [/^(ExpiredToken|TokenRefreshRequired|InvalidToken)/, "the session token is not valid any more: get a new one"],
  [
    /^(InvalidAccessKeyId|SignatureDoesNotMatch)/,
    "the key is wrong: correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  ],
  [
    /^(AccessDenied|AllAccessDisabled|Forbidden)/,
    "the key lacks a permission: it needs GetObject, PutObject, DeleteObject, AbortMultipartUpload, ListBucket and ListBucketMultipartUploads",
  ],
  [
    /^(AuthorizationHeaderMalformed|PermanentRedirect|IllegalLocationConstraintException|TemporaryRedirect)|Region is missing/,
    "the region is missing or wrong: put the bucket's own into the URL, as region=name",
  ],
  [/^RequestTimeTooSkewed/, "the clock of this machine is wrong: set it by NTP"],
  [/^(XMinioStorageFull|QuotaExceeded|InsufficientStorage)|status 507/, "it is full: make room, or raise its quota"],
  [/^(InvalidRange|NoSuchUpload)/, "what was kept there was changed from outside"],
  [/^NoS3/, "what answers there is no S3: correct the endpoint"],
  [/ECONNREFUSED/, "nothing listens there: start it, or correct the endpoint"],
  [/ENOTFOUND|EAI_AGAIN/, "that host is not known: correct the endpoint, or the region"],
  [/EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/, "that host cannot be reached: look at the network and the firewall"],
  [/EPROTO|wrong version number/, "it speaks no TLS, or not this one: correct http:// or https:// in the endpoint"],
  [
    /CERT|certificate|self.signed/i,
    "its certificate is not trusted: correct it, or name its authority in NODE_EXTRA_CA_CERTS",
  ],
  [/^TimeoutError|RequestTimeout/, "it did not answer in time: it is overloaded, held up, or cut off"],
  [/ECONNRESET|EPIPE|aborted|socket hang up/, "the connection was lost, and it has not come back yet"],
  [/^(InternalError|SlowDown|ServiceUnavailable|5\d\d)|status 5\d\d/, "it has trouble of its own: its log says which"],
];

/** Names of errors that the same request may not meet again in a while. */
const passing =
  /^(InternalError|SlowDown|ServiceUnavailable|Throttling\w*|TooManyRequests\w*|RequestTimeout|RequestTimeTooSkewed|TimeoutError|OperationAborted)$/;
const passingCodes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ERR_STREAM_PREMATURE_CLOSE)$/;

/** Whether trying again in a while may help. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = statusOf(error);
  return (
    passing.test(error.name) ||
    passingCodes.test(codeOf(error)) ||
    status === 429 ||
    (status !== undefined && status >= 500 && status !== 501 && status !== 507)
  );
}

/** Whether a store says so of a request, for example `NoSuchKey`. */
export function hasName(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/** Trouble with a bucket as E006: says which bucket, what is wrong and what to do; never a key. */
export function toDatabaseError(error: unknown, where: string): Error {
  if (error instanceof ExecutionError || error instanceof NoSuchObjectError) return error;
  const said = textOf(error);
  const meaning = meanings.find(([pattern]) => pattern.test(said))?.[1] ?? "see the cause";
  // The error of a request holds the request, its signature among it: only its text is kept.
  return new DatabaseError(`The ${where} failed: ${meaning} (${said})`, {
    details: { service: "S3" },
    cause: new Error(said),
  });
}

const maxText = 300;

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, maxText);
  if (error instanceof AggregateError && error.message === "") return error.errors.map(textOf).join("; ");
  const [line = ""] = error.message.split("\n", 1);
  const status = statusOf(error);
  const name = error.name === "Error" ? "" : `${isNoS3(error) ? "NoS3" : error.name}: `;
  return `${name}${line.slice(0, maxText)}${status === undefined ? "" : `, status ${status}`}`;
}

/** What answers without the XML of S3 is something else. */
function isNoS3(error: Error): boolean {
  const isUnread = /UnknownError|Deserialization error/.test(error.message) || error instanceof SyntaxError;
  return isUnread || codeOf(error).startsWith("HPE_");
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}

function statusOf(error: Error): number | undefined {
  const about = "$metadata" in error ? error.$metadata : undefined;
  const status = typeof about === "object" && about !== null && "httpStatusCode" in about ? about.httpStatusCode : 0;
  return typeof status === "number" && status > 0 ? status : undefined;
}
