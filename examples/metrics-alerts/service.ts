/**
 * A small HTTP service in a process of its own, with everyday visitors, that measures itself. Visitors and measurement
 * share the process, so that on a busy machine both wait. Who visits `/` stays connected until they leave;
 * `/api/metrics` tells, as JSON, visits that were open and the uptime at its last 30 samples, one each 100 ms
 * (`?until=` a moment, `?last=` so many). Prints its address.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { everydayLoad } from "./load.ts";

type Sample = { readonly name: string; readonly value: number; readonly timestamp: number };

const sampleMs = 100;
const shownSamples = 30;
const samples: (readonly Sample[])[] = [];
let visits = 0;

function samplesFor(query: URLSearchParams): readonly Sample[] {
  const until = Number(query.get("until") ?? Number.POSITIVE_INFINITY);
  const known = samples.filter(([sample]) => sample !== undefined && sample.timestamp <= until);
  return known.slice(-Number(query.get("last") ?? shownSamples)).flat();
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://service");
  if (url.pathname === "/api/metrics") {
    response.setHeader("content-type", "application/json").end(JSON.stringify(samplesFor(url.searchParams)));
    return;
  }
  visits += 1;
  response.once("close", () => (visits -= 1));
  response.write("welcome\n");
});

function measure(): void {
  const timestamp = Date.now();
  samples.push([
    { name: "http_requests_in_flight", value: visits, timestamp },
    { name: "process_uptime_seconds", value: process.uptime(), timestamp },
  ]);
}

server.listen(0, "127.0.0.1", () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  void everydayLoad(url);
  setInterval(measure, sampleMs);
  console.log(url);
});
// Whoever started it is gone when its input ends.
process.stdin.resume().once("end", () => process.exit());
