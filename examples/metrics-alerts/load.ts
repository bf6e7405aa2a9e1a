import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { setTimeout } from "node:timers/promises";

const stepMs = 50;
const mostVisitors = 10;

/** Comes to stay. Leave by destroying what is returned. */
async function visit(url: string): Promise<IncomingMessage> {
  const [response] = (await once(get(url, { agent: false }), "response")) as [IncomingMessage];
  // That a visit ends without an ending is how one leaves.
  return response.on("error", () => undefined).resume();
}

/**
 * Everyday visitors, for ever: now few, now many, so that what is usual has a width. How many are there does not rest on
 * how fast the machine is. The same each time.
 */
export async function everydayLoad(url: string): Promise<never> {
  const visitors: IncomingMessage[] = [];
  for (let step = 0; ; step++) {
    // Multiples of the golden ratio are spread evenly over 0 to 1, in no order that one would notice.
    const wanted = Math.floor(((step * 0.618_034) % 1) * (mostVisitors + 1));
    while (visitors.length < wanted) visitors.push(await visit(url));
    for (const leaving of visitors.splice(wanted)) leaving.destroy();
    await setTimeout(stepMs);
  }
}

/** When a burst came: from the first visitor to the last, and from when the first left. */
export type Burst = { readonly beganAt: number; readonly fullAt: number; readonly leftAt: number };

/** The fault: many visitors at once, who stay until `enough` settles. */
export async function burst(url: string, enough: () => Promise<void>, visitors = 60): Promise<Burst> {
  const beganAt = Date.now();
  const present = await Promise.all(Array.from({ length: visitors }, () => visit(url)));
  const fullAt = Date.now();
  await enough();
  const leftAt = Date.now();
  for (const leaving of present) leaving.destroy();
  return { beganAt, fullAt, leftAt };
}
