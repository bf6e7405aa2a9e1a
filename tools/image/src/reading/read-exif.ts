import type { ImageExif } from "#schemas/analyze-image.ts";
import { type ExifField, readExifFields } from "./exif-fields.ts";

/** Tags of EXIF 2.32, each within the directory where it stands. */
const tag = {
  make: 0x010f,
  model: 0x0110,
  orientation: 0x0112,
  takenAt: 0x9003,
  takenAtOffset: 0x9011,
  latitudeRef: 1,
  latitude: 2,
  longitudeRef: 3,
  longitude: 4,
} as const;

/** The main fields of EXIF data; null for data that is none or has none of them. */
export function readExif(data: Uint8Array | undefined): ImageExif | null {
  const fields = data === undefined ? undefined : readExifFields(data);
  if (fields === undefined) return null;
  const { image, photo, gps } = fields;
  const orientation = image.get(tag.orientation)?.[0];
  const exif = {
    orientation: typeof orientation === "number" && orientation >= 1 && orientation <= 8 ? orientation : null,
    camera: cameraName(textOf(image.get(tag.make)), textOf(image.get(tag.model))),
    taken_at: moment(textOf(photo.get(tag.takenAt)), textOf(photo.get(tag.takenAtOffset))),
    gps: position(gps),
  };
  return Object.values(exif).every((value) => value === null) ? null : exif;
}

/** Models often begin with the maker's name already. */
function cameraName(make: string, model: string): string | null {
  const name = model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`.trim();
  return name === "" ? null : name;
}

/** `2025:03:14 09:26:53` as ISO 8601; null for what is no date, as in files whose camera had no clock. */
function moment(text: string, offset: string): string | null {
  const found = /^(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(text);
  if (!found) return null;
  const [, year, month, day, hour, minute, second] = found;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const time = new Date(`${iso}Z`);
  // A day that does not exist is moved to another one.
  if (Number.isNaN(time.getTime()) || time.toISOString().slice(0, 19) !== iso) return null;
  return /^[+-]\d\d:\d\d$/.test(offset) ? iso + offset : iso;
}

function position(gps: ReadonlyMap<number, ExifField>): ImageExif["gps"] {
  const latitude = degrees(gps.get(tag.latitude), textOf(gps.get(tag.latitudeRef)) === "S", 90);
  const longitude = degrees(gps.get(tag.longitude), textOf(gps.get(tag.longitudeRef)) === "W", 180);
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

/** Degrees, minutes and seconds as one number. */
function degrees(field: ExifField | undefined, isNegative: boolean, most: number): number | null {
  const [whole, minutes = 0, seconds = 0] = field ?? [];
  if (typeof whole !== "number" || typeof minutes !== "number" || typeof seconds !== "number") return null;
  const value = whole + minutes / 60 + seconds / 3600;
  if (!(value >= 0 && value <= most)) return null;
  return Math.round((isNegative ? -value : value) * 1e6) / 1e6;
}

function textOf(field: ExifField | undefined): string {
  return typeof field?.[0] === "string" ? field[0] : "";
}
