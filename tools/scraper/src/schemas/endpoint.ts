import { z } from "zod";

/** Means this machine, where an operation measures one. */
export const localEndpoint = "local";

const address = "an absolute URL, or a name of the config's endpoints, alone or with a path below it (name/path)";

/** A parameter that says where on the network something is. */
export const remoteEndpoint: z.ZodString = z
  .string()
  .min(1)
  .describe(`${address[0]?.toUpperCase()}${address.slice(1)}.`);

/** A parameter that says which machine is measured. */
export const machineEndpoint: z.ZodString = z
  .string()
  .min(1)
  .describe(`'${localEndpoint}' for this machine, or where a node_exporter answers: ${address}.`);
