import { didYouMean, ValidationError } from "@aiecs/core/toolkit";

type Endpoints = Readonly<Record<string, string>>;

/**
 * The address of an endpoint: a name of the config's `endpoints`, `name/path` for what lies below one, or an absolute
 * URL as it is.
 *
 * @throws E001 for a name that is not configured, and for a path that leads out of what is
 */
export function resolveEndpoint(endpoint: string, endpoints: Endpoints): string {
  const configured = Object.hasOwn(endpoints, endpoint) ? endpoints[endpoint] : undefined;
  if (configured !== undefined) return configured;
  if (URL.canParse(endpoint)) return endpoint;
  const [closest] = Object.entries(endpoints)
    .filter(([name]) => endpoint.startsWith(`${name}/`))
    .toSorted(([a], [b]) => b.length - a.length);
  if (closest !== undefined) return addressBelow(closest, endpoint);
  const known = Object.keys(endpoints);
  const near = didYouMean(endpoint, known)[0];
  throw new ValidationError(
    `Unknown endpoint '${endpoint}'${near === undefined ? "" : `, did you mean '${near}'?`}: expected an absolute URL, or one of the config's endpoints (${known.join(", ") || "there are none"})`,
    { details: { known } },
  );
}

function addressBelow([name, base]: readonly [string, string], endpoint: string): string {
  const url = new URL(base);
  const folder = `${url.pathname.replace(/\/+$/, "")}/`;
  const [path = "", query] = endpoint.slice(name.length + 1).split("?", 2);
  url.pathname = `${folder}${path}`;
  if (query !== undefined) url.search = query;
  if (url.pathname.startsWith(folder)) return url.href;
  throw new ValidationError(`Invalid endpoint '${endpoint}': expected a path below '${name}', which this leads out of`);
}
