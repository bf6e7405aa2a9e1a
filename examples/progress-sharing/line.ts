import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type Line = AsyncDisposable & {
  /** The server's address at this end of the line. */
  readonly url: string;
  /** Cuts whatever goes over it, as lines are cut: without a word to either end. New connections go through. */
  cut(): void;
};

/** A line to a server that can be cut. */
export async function openLine(url: string): Promise<Line> {
  const target = new URL(url);
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    near.pipe(far).pipe(near);
    for (const end of [near, far]) {
      ends.add(end);
      end.once("close", () => ends.delete(end));
      end.once("error", () => {
        // Both ends of a line that breaks are told so; what comes of it they see by themselves.
        near.destroy();
        far.destroy();
      });
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): void => {
    for (const end of ends) end.resetAndDestroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
