import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readExif } from "./read-exif.ts";

async function exifOf(fields: NonNullable<Parameters<ReturnType<typeof sharp>["withExif"]>[0]>) {
  const image = sharp({ create: { width: 8, height: 8, channels: 3, background: "#fff" } });
  return (await sharp(await image.withExif(fields).jpeg().toBuffer()).metadata()).exif ?? new Uint8Array();
}

const full = {
  IFD0: { Make: "Nikon", Model: "D850" },
  IFD2: { DateTimeOriginal: "2024:02:29 23:59:59" },
  IFD3: { GPSLatitudeRef: "N", GPSLatitude: "48/1 8/1 0/1", GPSLongitudeRef: "W", GPSLongitude: "11/1 34/1 30/1" },
};

describe("EXIF data", () => {
  it("gives the main fields, a time without offset as it stands", async () => {
    expect(readExif(await exifOf(full))).toMatchObject({
      camera: "Nikon D850",
      taken_at: "2024-02-29T23:59:59",
      gps: { latitude: 48.133333, longitude: -11.575 },
    });
  });

  it("leaves out what is no date and no place", async () => {
    const odd = {
      IFD0: { Model: "D850" },
      IFD2: { DateTimeOriginal: "2025:02:29 10:00:00" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "148/1 8/0 0/1", GPSLongitudeRef: "W", GPSLongitude: "11/1 0/1 0/1" },
    };
    expect(readExif(await exifOf(odd))).toMatchObject({ camera: "D850", taken_at: null, gps: null });
    expect(readExif(undefined)).toBeNull();
    expect(readExif(Buffer.from("Exif\0\0II*\0"))).toBeNull();
  });

  it("reads any damaged data without an error and without delay", async () => {
    const whole = await exifOf(full);
    const damage = fc.record({ at: fc.nat(whole.length - 1), value: fc.nat(255), length: fc.nat(whole.length) });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 20 }), (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const { at, value } of changes) bytes[at] = value;
        const result = readExif(bytes.subarray(0, changes[0]?.length));
        if (result?.gps) expect(Math.abs(result.gps.latitude)).toBeLessThanOrEqual(90);
        expect(JSON.stringify(result)).not.toContain("NaN");
      }),
      { numRuns: 500 },
    );
  });
});
