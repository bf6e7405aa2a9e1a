import type { RequestListener } from "node:http";

/** Answers with each page once, and with the last one from then on. */
export function answerInTurn(pages: readonly string[], contentType: string): RequestListener {
  let next = 0;
  return (_request, response) => {
    const page = pages[Math.min(next, pages.length - 1)];
    next += 1;
    response.writeHead(200, { "content-type": contentType }).end(page);
  };
}

export const prometheusText = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";
