import { createNetworkNamespace, mayMakeNamespaces } from "./network-namespace.ts";
import { createTcpProxy } from "./tcp-proxy.ts";

/** A network between this machine and a process on it, that can be cut. */
export type Network = AsyncDisposable & {
  /** The address, other than loopback, at which services must listen too, and the one that asks there. */
  readonly addresses: readonly string[];
  /** What stands before a command that is to run at the far end. */
  readonly enter: readonly string[];
  /** The URL by which the far end reaches what listens on loopback here. */
  reach(url: string): Promise<string>;
  cut(): Promise<void>;
  heal(): Promise<void>;
};

/**
 * Opens a network namespace; where there can be none, proxies that hold up what passes stand for it, which is said on
 * standard error. @throws in CI when namespaces are permitted and yet none can be made
 */
export async function openNetwork(): Promise<Network> {
  if (!mayMakeNamespaces()) return openProxies("this process lacks CAP_NET_ADMIN or CAP_SYS_ADMIN");
  try {
    return await openNamespace();
  } catch (error) {
    if (process.env.CI) throw error;
    return openProxies(String(error));
  }
}

async function openNamespace(): Promise<Network> {
  const space = await createNetworkNamespace();
  return {
    addresses: [space.hostAddress, space.insideAddress],
    enter: space.enter,
    reach: async (url) => url.replace("127.0.0.1", space.hostAddress),
    cut: space.cut,
    heal: space.heal,
    [Symbol.asyncDispose]: () => space[Symbol.asyncDispose](),
  };
}

function openProxies(reason: string): Network {
  console.error(`No network namespace can be made, so that proxies stand for the network: ${reason}`);
  const proxies = new AsyncDisposableStack();
  const ways: { cut(): void; heal(): void }[] = [];
  return {
    addresses: [],
    enter: [],
    async reach(url) {
      const port = /127\.0\.0\.1:(\d+)/.exec(url)?.[1] ?? "";
      const way = proxies.use(await createTcpProxy(Number(port)));
      ways.push(way);
      return url.replace(port, String(way.port));
    },
    async cut() {
      for (const way of ways) way.cut();
    },
    async heal() {
      for (const way of ways) way.heal();
    },
    [Symbol.asyncDispose]: () => proxies.disposeAsync(),
  };
}
