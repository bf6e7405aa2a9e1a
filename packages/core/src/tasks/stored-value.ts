import { deserialize, serialize } from "node:v8";
import type { Artifact, ArtifactOwner } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import { isList, type KeptValue, previewOf } from "./kept-value.ts";
import type { TaskExecutor } from "./task-executor.ts";
import { shapeOf } from "./value-shape.ts";

/** A value as it is written down: as JSON, as the bytes of a structured clone, or as a file when it is large. */
export type StoredValue = { readonly json: unknown } | { readonly v8: string } | { readonly artifact: KeptValue };

export type ValueCodecOptions = {
  readonly executor: Pick<TaskExecutor, "exportResult"> & {
    readonly artifacts: Pick<TaskExecutor["artifacts"], "write">;
  };
  /** Whose the files are that hold large values. */
  readonly owner: ArtifactOwner;
  /** Larger values become files. */
  readonly inlineBytes: number;
};

/** Writes values of one task down so that they can be read back the same, in another process too. */
export class ValueCodec {
  readonly #options: ValueCodecOptions;
  /** Large values are mostly told twice: as a step's result, and as the output. */
  readonly #files = new WeakMap<object, StoredValue>();

  constructor(options: ValueCodecOptions) {
    this.#options = options;
  }

  /** The value as it may stand within JSON text, where that needs no file and no look at its size; else undefined. */
  asJson(value: unknown): StoredValue | undefined {
    return shapeOf(value) === "json" ? { json: value } : undefined;
  }

  fits(text: string): boolean {
    return text.length <= this.#options.inlineBytes;
  }

  /**
   * Any value, as a file when it is large.
   *
   * @param name of that file, without extension
   * @throws E001 when it holds what cannot be written down, such as a function
   */
  async encode(value: unknown, name: string): Promise<StoredValue> {
    const known = typeof value === "object" && value !== null ? this.#files.get(value) : undefined;
    if (known) return known;
    const stored = await this.#encode(value, name);
    if ("artifact" in stored && typeof value === "object" && value !== null) this.#files.set(value, stored);
    return stored;
  }

  async #encode(value: unknown, name: string): Promise<StoredValue> {
    const { executor, owner } = this.#options;
    const shape = shapeOf(value);
    if (shape === "table") return await this.encode(await executor.exportResult(value, owner), name);
    if (shape === "rich") {
      const bytes = tryToSerialize(value);
      if (bytes) return await this.#encodeBytes(value, bytes, name);
    }
    const text = toJsonText(value);
    if (this.fits(text)) return { json: JSON.parse(text) };
    return await this.#encodeLarge(shape === "json" ? value : JSON.parse(text), text, name);
  }

  async #encodeBytes(value: unknown, bytes: Buffer, name: string): Promise<StoredValue> {
    const text = bytes.toString("base64");
    if (this.fits(text)) return { v8: text };
    return await this.#keep(value, {
      as: "v8",
      name: `${name}.bin`,
      mediaType: "application/octet-stream",
      content: bytes,
    });
  }

  async #encodeLarge(value: unknown, text: string, name: string): Promise<StoredValue> {
    // Texts and lists are kept so that they can be paged through without being read whole.
    if (typeof value === "string" && value.isWellFormed()) {
      return await this.#keep(value, { as: "text", name: `${name}.txt`, mediaType: "text/plain", content: value });
    }
    if (isList(value)) {
      const content = linesOf(value);
      return await this.#keep(value, {
        as: "ndjson",
        name: `${name}.ndjson`,
        mediaType: "application/x-ndjson",
        content,
      });
    }
    return await this.#keep(value, { as: "json", name: `${name}.json`, mediaType: "application/json", content: text });
  }

  async #keep(
    value: unknown,
    file: {
      readonly as: KeptValue["as"];
      readonly name: string;
      readonly mediaType: string;
      readonly content: string | Uint8Array | AsyncIterable<Uint8Array>;
    },
  ): Promise<StoredValue> {
    const { executor, owner } = this.#options;
    const { name, mediaType, content } = file;
    const { id, bytes }: Artifact = await executor.artifacts.write(owner, { name, mediaType, content });
    return { artifact: { id, as: file.as, bytes, media_type: mediaType, ...previewOf(value) } };
  }
}

/** The value that was written down. @throws E006 when the file that holds it is gone */
export async function decodeValue(
  stored: StoredValue,
  artifacts: Pick<TaskExecutor["artifacts"], "find" | "read">,
): Promise<unknown> {
  if ("json" in stored) return stored.json;
  if ("v8" in stored) return deserialize(Buffer.from(stored.v8, "base64"));
  return await readKept(stored.artifact, artifacts);
}

async function readKept({ id, as }: KeptValue, artifacts: Pick<TaskExecutor["artifacts"], "read">): Promise<unknown> {
  const parts: Uint8Array[] = [];
  for await (const part of artifacts.read(id)) parts.push(part);
  const bytes = Buffer.concat(parts);
  if (as === "v8") return deserialize(bytes);
  const text = bytes.toString("utf8");
  if (as === "text") return text;
  if (as === "json") return JSON.parse(text);
  return text === ""
    ? []
    : text
        .trimEnd()
        .split("\n")
        .map((line): unknown => JSON.parse(line));
}

/** Functions and the like cannot be cloned; JSON leaves them out, as it does when a result leaves the process. */
function tryToSerialize(value: unknown): Buffer | undefined {
  try {
    return serialize(value);
  } catch {
    // Whatever the reason: what cannot be cloned is told as JSON.
    return undefined;
  }
}

function toJsonText(value: unknown): string {
  try {
    const text: string | undefined = JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === "bigint" ? inner.toString() : inner,
    );
    return text ?? "null";
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ValidationError(`A result cannot be kept: expected data, but ${reason}`, { cause });
  }
}

const linesPerPart = 500;

async function* linesOf(list: readonly unknown[]): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < list.length; start += linesPerPart) {
    const lines = list.slice(start, start + linesPerPart).map((item) => `${JSON.stringify(item)}\n`);
    yield Buffer.from(lines.join(""));
  }
}
