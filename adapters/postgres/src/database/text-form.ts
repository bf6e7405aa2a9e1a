/**
 * PostgreSQL keeps no NUL, and no half of a surrogate pair. Texts that anybody chose are kept with both written as
 * escapes, so that any two that differ still do, and nearly all look as they are.
 */
export function toStored(text: string): string {
  if (!/[\\\0\p{Surrogate}]/u.test(text)) return text;
  return text.replaceAll(/[\\\0\p{Surrogate}]/gu, (found) =>
    found === "\\" ? "\\\\" : `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

export function fromStored(stored: string): string {
  if (!stored.includes("\\")) return stored;
  return stored.replaceAll(/\\(?:\\|u([0-9a-f]{4}))/g, (_, code: string | undefined) =>
    code === undefined ? "\\" : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Stands for no user, as COPY writes it: no user's name is kept so. */
const nobody = "\\N";

export function toStoredUser(userId: string | undefined): string {
  return userId === undefined ? nobody : toStored(userId);
}

export function fromStoredUser(stored: string): string | undefined {
  return stored === nobody ? undefined : fromStored(stored);
}
