import { type IncomingMessage, request } from "node:http";

export type SentEvent = {
  readonly id: number | undefined;
  readonly event: string;
  readonly data: Record<string, unknown>;
};

export type EventReading = {
  readonly status: number;
  readonly response: IncomingMessage;
  readonly events: AsyncGenerator<SentEvent, void, undefined>;
  /** Cuts the connection. */
  readonly cut: () => void;
};

/** Opens a stream of server-sent events over a connection of its own. */
export async function readEvents(url: string, headers: Record<string, string> = {}): Promise<EventReading> {
  const sent = request(url, { headers, agent: false }).end();
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  sent.once("response", resolve).once("error", reject);
  const response = await promise;
  return { status: response.statusCode ?? 0, response, events: parse(response), cut: () => sent.destroy() };
}

/** The events of a stream until it ends or is cut. */
async function* parse(response: IncomingMessage): AsyncGenerator<SentEvent, void, undefined> {
  let rest = "";
  try {
    for await (const chunk of response.setEncoding("utf8")) {
      const blocks = (rest + String(chunk)).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const fields = new Map(block.split("\n").map((line) => splitField(line)));
        const data = fields.get("data");
        if (data === undefined) continue;
        const id = fields.get("id");
        yield {
          id: id === undefined ? undefined : Number(id),
          event: fields.get("event") ?? "",
          data: JSON.parse(data),
        };
      }
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ECONNRESET")) throw error;
  }
}

function splitField(line: string): [string, string] {
  const colon = line.indexOf(": ");
  return colon < 0 ? [line, ""] : [line.slice(0, colon), line.slice(colon + 2)];
}
