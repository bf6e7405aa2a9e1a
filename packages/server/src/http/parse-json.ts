import type { FastifyInstance } from "fastify";
import { RequestError } from "./request-error.ts";

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/**
 * Bodies are JSON and nothing else. How deep they nest is counted before they are parsed, so that depth costs nothing;
 * keys that reach for prototypes are refused.
 */
export function parseJsonBodies(app: FastifyInstance, maxDepth: number): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    const text = String(body);
    // A client may name the type of a body that it does not send.
    if (text === "") return done(null, undefined);
    if (depthOf(text, maxDepth) > maxDepth)
      return done(new RequestError(400, `Invalid JSON: it nests deeper than ${maxDepth}`));
    return parse.call(app, request, text, done);
  });
}

/** How deep a JSON text nests; counts no further than one beyond `limit`. */
export function depthOf(text: string, limit: number): number {
  if (text.length <= limit) return 0;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at + 1);
    } else if (code === openBrace || code === openBracket) {
      depth += 1;
      if (depth > deepest) deepest = depth;
      if (depth > limit) return depth;
    } else if (code === closeBrace || code === closeBracket) depth -= 1;
  }
  return deepest;
}

/** Where the quote stands that ends a string: the next one before which the number of backslashes is even. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start);
  while (end !== -1) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}
