import { open } from "node:fs/promises";
import { csvError } from "./csv-error.ts";
import { detectDelimiter } from "./delimiter.ts";
import { decodeHead, detectEncoding, type Encoding } from "./encoding.ts";
import { nameColumns, type ReadNote } from "./header.ts";
import { parseRecords } from "./records.ts";

export type InspectOptions = {
  /** The name its reader knows the file by. */
  readonly file: string;
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
};

/** What the beginning of a CSV file tells about it. */
export type Inspection = {
  readonly encoding: Encoding;
  readonly delimiter: string;
  /** Blank lines before the header. */
  readonly skip: number;
  readonly names: readonly string[];
  readonly notes: readonly ReadNote[];
  /** The first records, without the header. */
  readonly sample: readonly (readonly string[])[];
  readonly bytes: number;
};

const headBytes = 256 * 1024;
const maxHeaderBytes = 16 * 1024 * 1024;
const sampleRecords = 500;

/** Looks at the beginning of a CSV file. @throws E001 when it is empty, no text, or its header never ends */
export async function inspectCsv(path: string, options: InspectOptions): Promise<Inspection> {
  for (let size = headBytes; ; size *= 8) {
    const { head, bytes } = await readHead(path, size);
    const found = inspectHead(head, bytes, options);
    if (found !== undefined) return found;
    if (head.length === bytes || size >= maxHeaderBytes) {
      throw csvError(options.file, `its header does not end within ${head.length} bytes`);
    }
  }
}

function inspectHead(head: Uint8Array, bytes: number, options: InspectOptions): Inspection | undefined {
  const encoding = detectEncoding(head, options.encoding, options.file);
  const whole = head.length === bytes;
  const text = decodeHead(head, encoding.label);
  const start = text.search(/[^\r\n]/);
  if (start === -1) {
    if (!whole) return undefined;
    throw csvError(options.file, "it is empty; expected a header line with the names of the columns");
  }
  const content = text.slice(start);
  const delimiter = options.delimiter ?? detectDelimiter(content, whole);
  const [header, ...sample] = parseRecords(content, { delimiter, whole, limit: sampleRecords + 1 });
  if (header === undefined) return undefined;
  const skip = text.slice(0, start).replaceAll("\r\n", "\n").length;
  return { encoding, delimiter, skip, ...nameColumns(header), sample, bytes };
}

async function readHead(path: string, size: number): Promise<{ head: Uint8Array; bytes: number }> {
  await using file = await open(path);
  const { size: bytes } = await file.stat();
  const buffer = Buffer.alloc(Math.min(size, bytes));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
  return { head: buffer.subarray(0, bytesRead), bytes };
}
