import { promisify } from "node:util";
import { crc32, inflateRaw } from "node:zlib";
import { ValidationError } from "@aiecs/core/toolkit";
import { type ArchiveEntry, listEntries } from "./archive-directory.ts";

const inflate = promisify(inflateRaw);

/** No document has more parts. */
const maxEntries = 10_000;

/** The parts of a zip archive, none of which expands to more than the archive's directory says. */
export interface Archive {
  readonly names: readonly string[];
  /** What all parts expand to. */
  readonly expandedBytes: number;
  /** Undefined when there is no such part. @throws E001 for a part that is damaged or larger than it says */
  read(name: string): Promise<Buffer | undefined>;
}

export type ArchiveOptions = {
  /** For messages. */
  readonly name: string;
  readonly maxExpansionBytes: number;
};

/**
 * Opens a zip archive by its directory; nothing is expanded yet. Bombs are refused here: parts that expand to more than
 * allowed in sum, parts that share bytes, parts of the same name.
 *
 * @throws E001 saying what is wrong and which limit to raise
 */
export function readArchive(content: Buffer, { name, maxExpansionBytes }: ArchiveOptions): Archive {
  const refuse = (why: string): ValidationError => new ValidationError(`Cannot read ${name}: ${why}`);
  const entries = listEntries(content, refuse);
  if (entries.length > maxEntries) {
    throw refuse(`expected at most ${maxEntries} parts in the archive, received ${entries.length}`);
  }
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  if (byName.size < entries.length) throw refuse("two parts of the archive have the same name");
  const expandedBytes = sum(entries, ({ bytes }) => bytes);
  if (expandedBytes > maxExpansionBytes) {
    throw refuse(
      `it expands to ${expandedBytes} bytes, more than limits.max_expansion_bytes (${maxExpansionBytes}) allows; raise it if you trust the file`,
    );
  }
  if (sum(entries, ({ packedBytes }) => packedBytes) > content.length) {
    throw refuse("parts of the archive lie within each other, as in a zip bomb");
  }

  return {
    names: [...byName.keys()],
    expandedBytes,
    async read(part) {
      const entry = byName.get(part);
      return entry && (await expand(content, entry, refuse));
    },
  };
}

async function expand(content: Buffer, entry: ArchiveEntry, refuse: (why: string) => ValidationError): Promise<Buffer> {
  const start = entry.dataOffset(content);
  const packed = start === undefined ? undefined : content.subarray(start, start + entry.packedBytes);
  if (packed?.length !== entry.packedBytes) throw refuse(`its part ${entry.name} is cut off`);
  const bytes = entry.method === 0 ? packed : await unpack(packed, entry, refuse);
  if (bytes.length !== entry.bytes || crc32(bytes) !== entry.crc) throw refuse(`its part ${entry.name} is damaged`);
  return bytes;
}

async function unpack(
  packed: Buffer,
  { name, bytes, method }: ArchiveEntry,
  refuse: (why: string) => ValidationError,
): Promise<Buffer> {
  if (method !== 8) throw refuse(`its part ${name} is packed by a method (${method}) that documents do not use`);
  try {
    return await inflate(packed, { maxOutputLength: Math.max(1, bytes) });
  } catch (error) {
    if (error instanceof RangeError) {
      throw refuse(`its part ${name} expands to more than the ${bytes} bytes that the archive's directory tells`);
    }
    throw refuse(`its part ${name} is damaged`);
  }
}

function sum(entries: readonly ArchiveEntry[], of: (entry: ArchiveEntry) => number): number {
  return entries.reduce((total, entry) => total + of(entry), 0);
}
