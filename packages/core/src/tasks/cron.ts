import { ValidationError } from "#contracts/errors.ts";

/** @throws E001 when the text is no cron text of five or six fields, or there is no such time zone */
export async function checkSchedule(cron: string, timezone: string): Promise<void> {
  try {
    Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch (cause) {
    throw new ValidationError(`Unknown time zone '${timezone}': expected a name such as 'Europe/Berlin'`, { cause });
  }
  const fields = cron.trim().split(/\s+/).length;
  if (fields !== 5 && fields !== 6) {
    throw new ValidationError(`Invalid cron text '${cron}': expected five or six fields, received ${fields}`);
  }
  await nextMoment(cron, timezone, Date.UTC(2000, 0, 1));
}

/** The first moment after another one that a cron text names, in milliseconds since 1970; undefined when there is none. */
export async function nextMoment(cron: string, timezone: string, after: number): Promise<number | undefined> {
  const { Cron } = await import("croner");
  try {
    const pattern = new Cron(cron, { timezone, mode: "5-or-6-parts", paused: true });
    return pattern.nextRun(new Date(after))?.getTime();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^CronPattern: /, "") : String(cause);
    throw new ValidationError(`Invalid cron text '${cron}': ${reason}`, { cause });
  }
}
