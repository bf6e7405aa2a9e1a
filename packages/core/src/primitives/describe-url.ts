/** An address for messages and logs: without user, password, query and fragment, where secrets stand. */
export function describeUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
