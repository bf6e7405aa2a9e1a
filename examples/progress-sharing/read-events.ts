/** A Server-Sent Event. */
export type ReceivedEvent = { readonly event: string; readonly data: string };

/** Reads the events of a stream, each as soon as it is complete. */
export async function* readEvents(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ReceivedEvent> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    const messages = text.split("\n\n");
    text = messages.pop() ?? "";
    for (const message of messages) {
      const fields = new Map(
        message.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
      );
      yield { event: fields.get("event") ?? "message", data: fields.get("data") ?? "" };
    }
  }
}
