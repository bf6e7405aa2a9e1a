import { createHash } from "node:crypto";
import type { User } from "./user.ts";

/** Says whose a token is, if it holds. */
export type VerifyToken = (token: string) => Promise<User>;

export type RememberTokensOptions = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** @default 1_000 */
  readonly maxTokens?: number;
  /** How long a token is believed without another look; never longer than it holds. @default 60_000 */
  readonly forMs?: number;
};

type Known = { readonly user: User; readonly until: number };

/** Checking a signature costs more than many a request: tokens that held a moment ago hold still. Keeps hashes only. */
export function rememberTokens(verify: VerifyToken, options: RememberTokensOptions): VerifyToken {
  const { now, maxTokens = 1_000, forMs = 60_000 } = options;
  const known = new Map<string, Known>();
  return async (token) => {
    const digest = createHash("sha256").update(token).digest("base64url");
    const found = known.get(digest);
    if (found && now() < found.until) return found.user;
    known.delete(digest);
    const user = await verify(token);
    known.set(digest, { user, until: Math.min(now() + forMs, user.expiresAt ?? Infinity) });
    const [oldest] = known.keys();
    if (known.size > maxTokens && oldest !== undefined) known.delete(oldest);
    return user;
  };
}
