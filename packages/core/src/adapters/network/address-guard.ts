import { type LookupAddress, type LookupAllOptions, lookup as lookUpInDns } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { ValidationError } from "#contracts/errors.ts";
import { describeUrl } from "#primitives/describe-url.ts";

/** Hosts that may be reached although they are private: `host:port`. */
export type AllowList = ReadonlySet<string>;

/** Finds all addresses of a name. */
export type NameLookup = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** The config's `network.allow`; names of hosts are the same in any case. */
export function createAllowList(hosts: readonly string[]): AllowList {
  return new Set(hosts.map((host) => host.toLowerCase()));
}

/**
 * Whether an address is reachable from anywhere in the world. Everything else (private, loopback, link-local, reserved,
 * and IPv6 forms that hide an IPv4 address) belongs to somebody's own network.
 */
export function isGlobalAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  // All of the world's IPv6 addresses begin with the bits 001; what lies outside wraps or imitates something else.
  return parsed instanceof ipaddr.IPv4 || ((parsed.parts[0] ?? 0) & 0xe000) === 0x2000;
}

/** @throws E001 unless the URL is http or https, without a password, and its host is no private address written as one */
export function checkUrl(text: string, allowed: AllowList): URL {
  if (!URL.canParse(text))
    throw new ValidationError(`Invalid URL: ${JSON.stringify(text)}, expected http:// or https://`);
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ValidationError(
      `Invalid URL: ${describeUrl(url)}, expected http:// or https://, received ${url.protocol}//`,
    );
  }
  // The parser has undone every other spelling (decimal, octal, hexadecimal, short, percent-encoded, trailing dot).
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const place = hostAndPort(url);
  if (ipaddr.isValid(host) && !isGlobalAddress(host) && !allowed.has(place)) throw refusal(place, host);
  if (url.username !== "" || url.password !== "") {
    throw new ValidationError(
      `Invalid URL: ${describeUrl(url)} with a user name or password before the host, expected none`,
    );
  }
  return url;
}

/**
 * A DNS lookup that fails when any answer is a private address: a name must not lead where an address may not. It is made
 * to be the connection's own: what it checks is what is connected to, whatever the name leads to a moment later.
 *
 * @param place the host and port of `network.allow` that would permit it
 */
export function createGuardedLookup(
  place: string,
  allowed: AllowList,
  lookUp: NameLookup = lookUpInDns,
): LookupFunction {
  const isAllowed = allowed.has(place.toLowerCase());
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const denied = addresses.find(({ address }) => !isAllowed && !isGlobalAddress(address));
      if (denied) return callback(refusal(place, denied.address), "", 0);
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      callback(null, first?.address ?? "", first?.family ?? 0);
    });
  };
}

/** The first address of a host, when all that it has may be reached. @throws E001 */
export function resolveHost(
  host: string,
  port: number,
  { allowed, lookUp }: { readonly allowed: AllowList; readonly lookUp?: NameLookup | undefined },
): Promise<string> {
  const place = `${host}:${port}`;
  const lookup = createGuardedLookup(place, allowed, lookUp);
  return new Promise((resolve, reject) => {
    lookup(host, { all: false }, (error, address) => {
      if (error) reject(error);
      else if (typeof address === "string" && address !== "") resolve(address);
      else reject(new ValidationError(`${place} has no address`));
    });
  });
}

/** As `network.allow` names it. */
export function hostAndPort(url: URL): string {
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  return `${url.hostname}:${port}`;
}

function refusal(place: string, address: string): ValidationError {
  return new ValidationError(
    `${place} is refused: ${address} is not a public address. To reach it, name ${place} in the config's network.allow`,
    { details: { host: place, address } },
  );
}
