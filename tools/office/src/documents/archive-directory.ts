import type { ValidationError } from "@aiecs/core/toolkit";

/** A part as the directory of a zip archive tells of it (PKWARE APPNOTE 4.3.12). */
export type ArchiveEntry = {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where the packed bytes start; undefined when the part's own header is not where it should be. */
  dataOffset(content: Buffer): number | undefined;
};

type Refuse = (why: string) => ValidationError;

const endBytes = 22;
const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locator64Signature = 0x07064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const unknown16 = 0xffff;
const unknown32 = 0xffffffff;

/** The parts that an archive's directory names. @throws what `refuse` makes of an archive that is cut off or damaged */
export function listEntries(content: Buffer, refuse: Refuse): readonly ArchiveEntry[] {
  try {
    return readDirectory(content, refuse);
  } catch (error) {
    // Reading behind the end of the file.
    if (error instanceof RangeError) throw refuse("its archive is damaged");
    throw error;
  }
}

function readDirectory(content: Buffer, refuse: Refuse): readonly ArchiveEntry[] {
  const end = findEnd(content);
  if (end === undefined) throw refuse("its archive is cut off or damaged (it has no directory)");
  const { count, offset } = directoryAt(content, end);
  const entries: ArchiveEntry[] = [];
  let at = offset;
  for (let number = 0; number < count; number += 1) {
    if (content.readUInt32LE(at) !== entrySignature) throw refuse("its archive is damaged");
    if (content.readUInt16LE(at + 8) & 1) throw refuse("its archive is encrypted");
    const nameBytes = content.readUInt16LE(at + 28);
    const extraBytes = content.readUInt16LE(at + 30);
    entries.push(entryAt(content, at, { nameBytes, extraBytes }));
    at += 46 + nameBytes + extraBytes + content.readUInt16LE(at + 32);
  }
  return entries;
}

function findEnd(content: Buffer): number | undefined {
  // The end may be followed by a comment of up to 65,535 bytes.
  const first = Math.max(0, content.length - endBytes - unknown16);
  for (let at = content.length - endBytes; at >= first; at -= 1) {
    if (content.readUInt32LE(at) === endSignature) return at;
  }
  return undefined;
}

function directoryAt(content: Buffer, end: number): { readonly count: number; readonly offset: number } {
  const count = content.readUInt16LE(end + 10);
  const offset = content.readUInt32LE(end + 16);
  if (count !== unknown16 && offset !== unknown32) return { count, offset };
  const locator = end - 20;
  if (locator < 0 || content.readUInt32LE(locator) !== locator64Signature) return { count, offset };
  const end64 = Number(content.readBigUInt64LE(locator + 8));
  if (content.readUInt32LE(end64) !== end64Signature) throw new RangeError("no directory");
  return {
    count: Number(content.readBigUInt64LE(end64 + 32)),
    offset: Number(content.readBigUInt64LE(end64 + 48)),
  };
}

function entryAt(
  content: Buffer,
  at: number,
  { nameBytes, extraBytes }: { readonly nameBytes: number; readonly extraBytes: number },
): ArchiveEntry {
  const nameEnd = at + 46 + nameBytes;
  const wide = wideFields(content.subarray(nameEnd, nameEnd + extraBytes));
  const field = (place: number): number => {
    const value = content.readUInt32LE(at + place);
    return value === unknown32 ? (wide.shift() ?? value) : value;
  };
  // In the order in which the 64-bit fields stand.
  const bytes = field(24);
  const packedBytes = field(20);
  const headerOffset = field(42);
  return {
    name: content.toString("utf8", at + 46, nameEnd),
    method: content.readUInt16LE(at + 10),
    crc: content.readUInt32LE(at + 16),
    packedBytes,
    bytes,
    dataOffset(archive) {
      if (headerOffset + 30 > archive.length || archive.readUInt32LE(headerOffset) !== localSignature) return undefined;
      return headerOffset + 30 + archive.readUInt16LE(headerOffset + 26) + archive.readUInt16LE(headerOffset + 28);
    },
  };
}

/** The 64-bit values of an entry's extra field, in order (APPNOTE 4.5.3). */
function wideFields(extra: Buffer): number[] {
  const values: number[] = [];
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2));
    for (let place = at + 4; place + 8 <= end; place += 8) values.push(Number(extra.readBigUInt64LE(place)));
  }
  return values;
}
