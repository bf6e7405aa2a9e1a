import type { Middleware, Next } from "./call.ts";

/** Ties the links into one function, outermost first. The last one must not call `next`. */
export function compose(links: readonly Middleware[]): Next {
  return links.reduceRight<Next>(
    (next, link) => (call) => link(call, next),
    () => Promise.reject(new Error("The pipeline ends in a link that runs the operation")),
  );
}
