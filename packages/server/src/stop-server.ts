import type { App } from "./app.ts";
import type { UnusedConnections } from "./http/unused-connections.ts";
import type { ServerParts } from "./server-parts.ts";

/** The last part of the grace time is for those whose calls were cancelled to be answered. */
const answerShare = 0.2;
const longestAnswerMs = 2_000;
/** How soon a connection is closed once it has its answer. */
const sweepMs = 50;

/**
 * Stops within the grace time: no new work is taken, sockets are closed with a code, tasks under way end their steps or
 * are handed back, and calls under way are answered, those that take too long with 503.
 */
export async function stopServer(app: App, unused: UnusedConnections, parts: ServerParts): Promise<void> {
  const { connections, calls, tasks, config } = parts;
  const graceMs = config.grace_s * 1000;
  const answerMs = Math.min(graceMs * answerShare, longestAnswerMs);
  const timers = [
    setTimeout(() => calls.abortAll(), graceMs - answerMs),
    setTimeout(() => app.server.closeAllConnections(), graceMs),
  ];
  const sweep = setInterval(() => unused.close(), sweepMs);
  connections.closeAll();
  try {
    await Promise.all([tasks.stop({ graceMs: graceMs - answerMs }), app.close()]);
  } finally {
    clearInterval(sweep);
    for (const timer of timers) clearTimeout(timer);
  }
}
