import type { Alert } from "#schemas/alert.ts";
import type { Message } from "./message.ts";

const maxSubject = 200;

/** The subject of a mail: one line, whatever the alerts hold. */
export function mailSubject({ alerts: [first, ...others] }: Message): string {
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  const title = oneLine(`[${first.severity.toUpperCase()}] ${first.title}`);
  return `${title.slice(0, maxSubject - more.length)}${more}`;
}

/** The body of a mail, as plain text: a mail reader runs nothing of it. */
export function mailBody({ alerts, taskId, id }: Message): string {
  return `${alerts.map(alertText).join("\n\n")}\n\n-- \nMessage ${id} of task ${oneLine(taskId)}\n`;
}

function alertText({ severity, title, message, rule, source, time, id }: Alert): string {
  const lines = [
    `${severity.toUpperCase()}: ${title}`,
    message,
    `Rule ${rule}, source ${source}${time === null ? "" : `, time ${time}`}, alert ${id}`,
  ];
  return lines.map(oneLine).join("\n");
}

/** Control characters would begin a header or a line of their own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
