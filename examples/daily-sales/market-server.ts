/** The market's API: a small server of its own that serves `market.csv` as JSON. Prints its address when it is ready. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const [header = "", ...lines] = readFileSync(new URL("data/market.csv", import.meta.url), "utf8")
  .trim()
  .split("\n");
const names = header.split(",");
const records = lines.map((line) => {
  const cells = line.split(",");
  return Object.fromEntries(names.map((name, index) => [name, name === "month" ? cells[index] : Number(cells[index])]));
});

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ data: records }));
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  console.log(`http://127.0.0.1:${port}/market`);
});
