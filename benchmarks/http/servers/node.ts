/** No framework at all: reads a body, parses it, checks it by zod, answers. Prints its address. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { lookup, lookupSchema } from "../../harness/lookup.ts";

const server = createServer(async (request, response) => {
  const { params } = JSON.parse(await text(request));
  const answer = JSON.stringify({ result: await lookup(lookupSchema.parse(params)) });
  response.writeHead(200, { "content-type": "application/json" }).end(answer);
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
