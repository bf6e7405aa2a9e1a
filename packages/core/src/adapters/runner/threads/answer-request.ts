import { OperationFailedError } from "#contracts/errors.ts";
import type { NetworkResponse } from "#contracts/network-access.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import type { Packed, Request } from "./messages.ts";
import { type LentTables, packForThread } from "./pack-for-thread.ts";
import { unpack } from "./unpack.ts";

/** What the request gets, as `Requests` says, and the buffers that are moved with it. */
export type Answer = { readonly value: unknown; readonly transfer: readonly ArrayBuffer[] };

export type AnswerSources = {
  readonly context: ToolContext;
  readonly tables: LentTables;
  readonly config: () => unknown;
};

/** Does on the main thread what a running call asks for. */
export async function answerRequest(request: Request, sources: AnswerSources): Promise<Answer> {
  const { context, tables, config } = sources;
  switch (request.kind) {
    case "config":
      return plain(await config());
    case "call":
      return await answerCall(request.spec, request.params, sources);
    case "writeArtifact":
      return plain(await context.artifacts.write(request.artifact));
    case "reserveArtifact":
      return plain(await context.artifacts.reserve(request.name));
    case "adoptArtifact":
      return plain(await context.artifacts.adopt(request.path, request.mediaType, request.outputPath));
    case "findArtifact":
      return plain(await context.artifacts.find(request.artifactId));
    case "readableFile":
      return plain(await context.files.readable(request.path));
    case "placeOfFile":
      return plain(await context.files.place(request.path));
    case "writableFile":
      return plain(await context.files.writable(request.path));
    case "fetch":
      return response(await context.network.fetch(request.address, request.sent));
    case "resolve":
      return plain(await context.network.resolve(request.host, request.port));
    case "records":
      return plain(await tables.get(request.table).records(request.options));
    case "column":
      return column(await tables.get(request.table).column(request.name));
  }
}

async function answerCall(spec: string, params: Packed, { context, tables }: AnswerSources): Promise<Answer> {
  const given = unpack(params, (message) => tables.take(message));
  const output = await context.call(spec, typeof given === "object" && given !== null ? given : {});
  const refuse = (problem: string) =>
    new OperationFailedError(`The result of ${spec} cannot be sent to a thread: ${problem}`);
  return { value: packForThread(output, tables, refuse), transfer: [] };
}

function plain(value: unknown): Answer {
  return { value, transfer: [] };
}

/** The body was read for this call alone: it is moved, not copied. */
function response(answer: NetworkResponse): Answer {
  const body = new Uint8Array(answer.body);
  return { value: { ...answer, body }, transfer: [body.buffer] };
}

/** Numbers are copied once and then moved. The table's own array stays: it may be shared. */
function column(values: unknown): Answer {
  if (!(values instanceof Float64Array)) return plain(values);
  const own = new Float64Array(values);
  return { value: own, transfer: [own.buffer] };
}
