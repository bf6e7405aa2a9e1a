/** A field's values: one text, or numbers. */
export type ExifField = readonly (string | number)[];

/** Fields by tag, of the image itself, of how the photograph was taken, and of where. */
export type ExifFields = Readonly<Record<"image" | "photo" | "gps", ReadonlyMap<number, ExifField>>>;

const photoPointer = 0x8769;
const gpsPointer = 0x8825;
const mostEntries = 500;
const mostTextBytes = 1_000;
const mostNumbers = 8;

/**
 * The fields of EXIF data (TIFF 6.0 directories): texts, whole numbers and fractions. Pointers are followed two levels
 * deep and never out of the data, so that no file makes it long or endless. Undefined for what is no EXIF data.
 */
export function readExifFields(data: Uint8Array): ExifFields | undefined {
  const hasPrefix = Buffer.from(data.subarray(0, 6)).toString("latin1") === "Exif\0\0";
  const tiff = hasPrefix ? data.subarray(6) : data;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (view.byteLength < 8) return undefined;
  const order = view.getUint16(0);
  const isLittle = order === 0x4949;
  if ((!isLittle && order !== 0x4d4d) || view.getUint16(2, isLittle) !== 42) return undefined;
  const image = readDirectory(view, view.getUint32(4, isLittle), isLittle);
  const below = (pointer: number) => {
    const offset = image.get(pointer)?.[0];
    return typeof offset === "number" ? readDirectory(view, offset, isLittle) : new Map<number, ExifField>();
  };
  return { image, photo: below(photoPointer), gps: below(gpsPointer) };
}

function readDirectory(view: DataView, offset: number, isLittle: boolean): Map<number, ExifField> {
  const fields = new Map<number, ExifField>();
  if (offset + 2 > view.byteLength) return fields;
  const count = Math.min(view.getUint16(offset, isLittle), mostEntries);
  for (let entry = offset + 2; entry < offset + 2 + 12 * count && entry + 12 <= view.byteLength; entry += 12) {
    const field = readField(view, entry, isLittle);
    if (field) fields.set(view.getUint16(entry, isLittle), field);
  }
  return fields;
}

type ReadNumber = (view: DataView, at: number, isLittle: boolean) => number;

/** By TIFF type: the bytes that a number takes, and how it is read. */
const numberTypes: ReadonlyMap<number, readonly [bytes: number, read: ReadNumber]> = new Map([
  [3, [2, (view, at, isLittle) => view.getUint16(at, isLittle)]],
  [4, [4, (view, at, isLittle) => view.getUint32(at, isLittle)]],
  [5, [8, (view, at, isLittle) => view.getUint32(at, isLittle) / view.getUint32(at + 4, isLittle)]],
]);

const textType = 2;

/** Undefined for types that no field here has, and for values that lie outside the data. */
function readField(view: DataView, entry: number, isLittle: boolean): ExifField | undefined {
  const type = view.getUint16(entry + 2, isLittle);
  const count = view.getUint32(entry + 4, isLittle);
  const [bytes, read] = numberTypes.get(type) ?? [1, undefined];
  if (count === 0 || count > (read ? mostNumbers : mostTextBytes)) return undefined;
  const at = bytes * count <= 4 ? entry + 8 : view.getUint32(entry + 8, isLittle);
  if (at + bytes * count > view.byteLength) return undefined;
  if (read) return Array.from({ length: count }, (_, place) => read(view, at + bytes * place, isLittle));
  if (type !== textType) return undefined;
  const text = Buffer.from(view.buffer, view.byteOffset + at, count).toString("utf8");
  return [(text.split("\0")[0] ?? "").trim()];
}
