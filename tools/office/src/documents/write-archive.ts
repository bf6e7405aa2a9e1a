import { crc32 } from "node:zlib";

export type ArchivePart = { readonly name: string; readonly content: Uint8Array };

/** A zip archive of parts in their order, stored without compression (PKWARE APPNOTE 4.3). */
export function writeArchive(parts: readonly ArchivePart[]): Buffer {
  const chunks: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, content } of parts) {
    const nameBytes = Buffer.from(name, "utf8");
    const fields = describePart(nameBytes, content);
    const local = Buffer.concat([Buffer.from("PK\x03\x04\x14\x00", "latin1"), fields, nameBytes]);
    const position = Buffer.alloc(14);
    position.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00\x14\x00", "latin1"), fields, position, nameBytes]));
    chunks.push(local, content);
    offset += local.length + content.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...chunks, listing, end]);
}

/** The fields that stand in a part's header and in the directory alike: flags, method, time, checksum, sizes, name. */
function describePart(nameBytes: Buffer, content: Uint8Array): Buffer {
  const fields = Buffer.alloc(24);
  // Names are UTF-8.
  fields.writeUInt16LE(0x0800, 0);
  // The first of January 1980, so that equal parts make equal archives.
  fields.writeUInt16LE(0x21, 6);
  fields.writeUInt32LE(crc32(content), 8);
  fields.writeUInt32LE(content.length, 12);
  fields.writeUInt32LE(content.length, 16);
  fields.writeUInt16LE(nameBytes.length, 20);
  return fields;
}
