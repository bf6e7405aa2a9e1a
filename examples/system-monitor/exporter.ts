/**
 * An exporter as on a watched machine, in a process of its own: `/metrics` tells how it does in node_exporter's words.
 * The machine is this process itself, as a container's exporter sees it: its threads (/proc/self/task, so that it needs
 * Linux), its memory, its connections, the files in its folder. So what runs beside it is not taken for its trouble.
 *
 * `POST /fault` brings it into real trouble, `POST /upload` is everyday traffic, `/served` tells what the last readers of
 * `/metrics` got. Takes the port (0: any) and the folder; prints its address.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { injectFaults } from "./faults.ts";
import { countTraffic, createCore, exporterPage } from "./machine-figures.ts";

const [port = "0", folder = "."] = process.argv.slice(2);
const keptPages = 10;
const served: string[] = [];
const core = createCore();
const traffic = countTraffic();
let errors = 0;

function readPage(): string {
  const page = exporterPage(core, { ...traffic, errors }, folder);
  served.push(page);
  if (served.length > keptPages) served.shift();
  return page;
}

const server = createServer(async (request, response) => {
  switch (request.url) {
    case "/metrics":
      response.setHeader("content-type", "text/plain; version=0.0.4").end(readPage());
      break;
    case "/served":
      response.setHeader("content-type", "application/json").end(JSON.stringify(served));
      break;
    case "/upload":
      request.resume().once("end", () => response.writeHead(204).end());
      break;
    case "/fault":
      await injectFaults(address(), folder);
      response.writeHead(204).end();
      break;
    default:
      response.writeHead(404).end();
  }
});
server.on("connection", (socket) => traffic.add(socket));
server.on("clientError", (_error, socket) => {
  errors += 1;
  socket.destroy();
});

function address(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

server.listen(Number(port), "127.0.0.1", () => console.log(address()));
// Whoever started it is gone when its input ends.
process.stdin.resume().once("end", () => process.exit());
