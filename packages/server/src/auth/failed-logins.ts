import { isIPv6 } from "node:net";
import { tooMuch } from "./access-error.ts";
import { createTokenBuckets } from "./token-buckets.ts";

/** Slows down who tries credentials. */
export interface FailedLogins {
  /** @throws AccessError 429 when too many of this address have failed */
  check(address: string): void;
  count(address: string): void;
}

export type FailedLoginsOptions = { readonly perMinute: number; readonly nowMs: () => number };

export function createFailedLogins({ perMinute, nowMs }: FailedLoginsOptions): FailedLogins {
  const buckets = createTokenBuckets({ nowMs });
  return {
    check(address) {
      const { allowed, retryAfterS } = buckets.peek(ownerOf(address), perMinute);
      if (!allowed) throw tooMuch("Too many credentials from this address were wrong", retryAfterS);
    },
    count(address) {
      buckets.take(ownerOf(address), perMinute);
    },
  };
}

/** One customer has at least a /64 of IPv6 addresses. */
function ownerOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === "" ? 0 : tail.split(":").length);
  const full = [...groups, ...new Array<string>(Math.max(0, missing)).fill("0"), ...(tail ? tail.split(":") : [])];
  return full
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
