const hidden = "•••";
/** Shorter texts are no secrets worth the name, and would hide half of a message. */
const shortestSecret = 4;

/** Hides secrets in a message, as they are and as addresses spell them. */
export function redact(text: string, secrets: readonly (string | undefined)[]): string {
  let shown = text;
  for (const secret of secrets) {
    if (secret === undefined || secret.length < shortestSecret) continue;
    shown = shown.replaceAll(secret, hidden).replaceAll(encodeURIComponent(secret), hidden);
  }
  return shown;
}

/** The parts of an address that may be secret: everything behind the host. */
export function secretsOfUrl(address: string): readonly string[] {
  const { pathname, search, username, password } = new URL(address);
  return [`${pathname}${search}`, pathname, search, username, password];
}
