import { type Alert, type Severity, severities } from "#schemas/alert.ts";

export type SentAlertsOptions = {
  /** For how long an alert must have been away before it is sent again. */
  readonly cooldownMs: number;
};

/** The alerts of a message that are to be sent, and what becomes of them. */
export interface Claim {
  readonly fresh: readonly Alert[];
  readonly suppressed: readonly Alert[];
  /** They were not delivered: whoever comes next may try. */
  release(): void;
}

/** Which alerts went where, so that nobody is told twice of what lasts. */
export interface SentAlerts {
  /**
   * Takes the alerts that are new to a channel, or graver than when they were sent. The others were seen again, which
   * makes their cooldown begin anew.
   */
  claim(channel: string, alerts: readonly Alert[], nowMs: number): Claim;
}

type Sent = { readonly severity: Severity; readonly seenMs: number };

const maxRemembered = 50_000;

/** In memory; what was seen longest ago is forgotten when there is too much. */
export function createSentAlerts({ cooldownMs }: SentAlertsOptions): SentAlerts {
  const sent = new Map<string, Sent>();

  const remember = (key: string, entry: Sent) => {
    sent.delete(key);
    sent.set(key, entry);
    for (const oldest of sent.keys()) {
      if (sent.size <= maxRemembered) break;
      sent.delete(oldest);
    }
  };

  return {
    claim(channel, alerts, nowMs) {
      const fresh: Alert[] = [];
      const suppressed: Alert[] = [];
      const before = new Map<string, Sent | undefined>();
      for (const alert of alerts) {
        const key = JSON.stringify([channel, alert.id]);
        const last = sent.get(key);
        const lasts = last !== undefined && nowMs - last.seenMs < cooldownMs;
        const isGraver = lasts && severities.indexOf(alert.severity) > severities.indexOf(last.severity);
        if (!lasts || isGraver) {
          fresh.push(alert);
          if (!before.has(key)) before.set(key, last);
        } else suppressed.push(alert);
        // What eases keeps the rank it was sent with, else each up and down would be news.
        remember(key, { severity: lasts && !isGraver ? last.severity : alert.severity, seenMs: nowMs });
      }
      return {
        fresh,
        suppressed,
        release() {
          for (const [key, last] of before) {
            if (last === undefined) sent.delete(key);
            else remember(key, last);
          }
        },
      };
    },
  };
}
