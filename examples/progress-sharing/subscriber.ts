/**
 * A subscriber, in a process of its own. Takes the feed's address and a token; prints `subscribed`, then a line of JSON
 * for each event as it arrives: what it was, of which step, how much of a table came with it, and when. Ends with the feed.
 */
import assert from "node:assert/strict";
import { readEvents } from "./read-events.ts";

const [url = "", token = ""] = process.argv.slice(2);

const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
assert(response.status === 200 && response.body, `the feed answered ${response.status}`);
console.log("subscribed");

for await (const { event, data } of readEvents(response.body)) {
  const receivedAt = Date.now();
  const { taskId, step, index, sequence, rows = [] } = JSON.parse(data);
  console.log(JSON.stringify({ event, taskId, step, index, sequence, rows: rows.length, receivedAt }));
}
