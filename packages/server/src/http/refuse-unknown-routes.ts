import type { FastifyInstance } from "fastify";
import { RequestError } from "./request-error.ts";

type Route = { readonly segments: readonly string[]; readonly methods: Set<string> };

/** Unknown routes are 404, and 405 where another method would have been right. Stands before the routes. */
export function refuseUnknownRoutes(app: FastifyInstance): void {
  const routes = new Map<string, Route>();
  app.addHook("onRoute", ({ url, method }) => {
    const route = routes.get(url) ?? { segments: url.split("/"), methods: new Set() };
    for (const each of [method].flat()) route.methods.add(each);
    routes.set(url, route);
  });
  app.setNotFoundHandler((request) => {
    const [path = "/"] = request.url.split("?", 1);
    const segments = path.split("/");
    const allowed = [...routes.values()].filter((route) => matches(route.segments, segments));
    const methods = [...new Set(allowed.flatMap((route) => [...route.methods]))].sort();
    if (methods.length === 0)
      throw new RequestError(404, "There is nothing at this address; /openapi.json lists what there is");
    const allow = methods.join(", ");
    throw new RequestError(405, `Wrong method: expected ${allow}, received ${request.method}`, { headers: { allow } });
  });
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, at) => part === segments[at] || (part.startsWith(":") && segments[at] !== ""))
  );
}
