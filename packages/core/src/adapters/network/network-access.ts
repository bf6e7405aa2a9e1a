import type { ExecutorConfig } from "#contracts/config.ts";
import type { NetworkAccess } from "#contracts/network-access.ts";
import type { NameLookup } from "./address-guard.ts";

export type NetworkAccessOptions = {
  readonly config: NetworkConfig;
  /** Asked for when a request is made: most operations make none. */
  readonly signal: () => AbortSignal;
  /** @default the system's DNS */
  readonly lookUp?: NameLookup;
};

/** The part of an executor's config that the network needs. */
export type NetworkConfig = Pick<ExecutorConfig, "network"> & {
  readonly limits: Pick<ExecutorConfig["limits"], "max_file_bytes">;
};

/** The public network, and the private hosts that the config names. Cheap to make; the libraries are loaded at first use. */
export function createNetworkAccess({ config, signal, lookUp }: NetworkAccessOptions): NetworkAccess {
  return {
    async fetch(address, request = {}) {
      const [{ sendRequest }, { createAllowList }] = await load();
      const allowed = createAllowList(config.network.allow);
      const { max_file_bytes: maxBytes } = config.limits;
      const ends = request.signal ? AbortSignal.any([signal(), request.signal]) : signal();
      return await sendRequest(address, request, { allowed, maxBytes, signal: ends, lookUp });
    },

    async resolve(host, port) {
      const [, { createAllowList, resolveHost }] = await load();
      return await resolveHost(host, port, { allowed: createAllowList(config.network.allow), lookUp });
    },
  };
}

function load(): Promise<[typeof import("./send-request.ts"), typeof import("./address-guard.ts")]> {
  return Promise.all([import("./send-request.ts"), import("./address-guard.ts")]);
}
