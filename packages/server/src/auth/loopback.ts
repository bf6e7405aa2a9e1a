import { isIPv4 } from "node:net";

/** Whether a host, without a port, is this machine by its name or address alone: nothing is looked up. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  if (name === "::1" || name === "[::1]") return true;
  return isIPv4(name) && name.startsWith("127.");
}

/** Whether a `Host` header names this machine, with or without a port. */
export function isLoopbackHostHeader(header: string | undefined): boolean {
  const match = header === undefined ? null : hostPattern.exec(header);
  return match?.[1] !== undefined && isLoopbackHost(match[1]);
}

/** Whether a page with that `Origin` was loaded from this machine. `null`, the origin of sandboxed pages, was not. */
export function isLoopbackOrigin(origin: string): boolean {
  const url = originPattern.test(origin) ? URL.parse(origin) : null;
  return url !== null && isLoopbackHost(url.hostname);
}

const hostPattern = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(?::\d{1,5})?$/;
const originPattern = /^https?:\/\//i;
