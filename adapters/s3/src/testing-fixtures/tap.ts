import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Stands between a client and a server, notes what is asked, and can cut the line. */
export type Tap = AsyncDisposable & {
  readonly port: number;
  /** The requests that came by, as `GET /bucket/key`, without their queries. */
  readonly requests: readonly string[];
  /** How often the line was cut. */
  readonly cuts: number;
  /** Cuts the next connection that carries so many bytes of answers from now on. */
  cutAfter(bytes: number): void;
  /** The next such request is done by the server, but its answer never comes: the connection breaks instead. */
  swallowAnswer(request: RegExp): void;
};

/** What is to go wrong, and what has come by. */
type Watch = {
  readonly requests: string[];
  bytesLeft: number;
  swallowed: RegExp | undefined;
  cuts: number;
};

export async function startTap(target: number): Promise<Tap> {
  const watch: Watch = { requests: [], bytesLeft: Number.POSITIVE_INFINITY, swallowed: undefined, cuts: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    }
    join(client, upstream, watch);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : 0,
    requests: watch.requests,
    get cuts() {
      return watch.cuts;
    },
    cutAfter(bytes) {
      watch.bytesLeft = bytes;
    },
    swallowAnswer(request) {
      watch.swallowed = request;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Carries what each says to the other, as long as nothing is to go wrong. */
function join(client: Socket, upstream: Socket, watch: Watch): void {
  let isSwallowing = false;
  const end = (): void => {
    client.destroy();
    upstream.destroy();
  };
  for (const socket of [client, upstream]) socket.on("error", end);
  client.on("data", (part: Buffer) => {
    const [line, asked] = /^([A-Z]+ [^ ?]+)[^\r]* HTTP\/1\.1\r\n/.exec(part.toString("latin1")) ?? [];
    if (asked !== undefined) watch.requests.push(asked);
    if (line !== undefined && watch.swallowed?.test(line)) {
      watch.swallowed = undefined;
      isSwallowing = true;
    }
    upstream.write(part);
  });
  upstream.on("data", (part: Buffer) => {
    watch.bytesLeft -= part.byteLength;
    if (isSwallowing || watch.bytesLeft < 0) {
      watch.bytesLeft = Number.POSITIVE_INFINITY;
      watch.cuts += 1;
      end();
    } else if (!client.write(part)) {
      upstream.pause();
      client.once("drain", () => upstream.resume());
    }
  });
  client.once("end", () => upstream.end());
  upstream.once("end", () => client.end());
}
