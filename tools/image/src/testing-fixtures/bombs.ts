import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

export type Bomb = { readonly name: string; readonly draw: () => Promise<Buffer>; readonly refusal: string };

/** Files that would take gigabytes or hours if they were believed, and what is said of them. */
export const bombs: Readonly<Record<string, Bomb>> = {
  "an image of 100 megapixels": {
    name: "huge.png",
    draw: () => {
      const create = { width: 10_000, height: 10_000, channels: 3, background: "#fff" } as const;
      return sharp({ create, limitInputPixels: false }).png({ compressionLevel: 1 }).toBuffer();
    },
    refusal: "has 100000000 pixels (10000 × 10000), the config's limits.max_pixels allows 50000000",
  },
  "a PNG of 16 kB that says it has 4 gigapixels": {
    name: "wide.png",
    draw: async () => drawPng([header(65_000, 65_000), chunk("IDAT", deflateSync(Buffer.alloc(1 << 24)))]),
    refusal: "has 4225000000 pixels",
  },
  "an SVG whose entities grow to terabytes": {
    name: "laughs.svg",
    draw: async () => {
      const entities = Array.from(
        { length: 12 },
        (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`,
      );
      const doctype = `<!DOCTYPE svg [<!ENTITY e0 "laugh">${entities.join("")}]>`;
      return Buffer.from(
        `${doctype}<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&e12;</text></svg>`,
      );
    },
    refusal: "laughs.svg is a broken image",
  },
  "an SVG of 900 megapixels": {
    name: "wide.svg",
    draw: async () => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"/>`),
    refusal: "has 900000000 pixels",
  },
};

function drawPng(chunks: readonly Buffer[]): Buffer {
  const signature = Buffer.from("\x89PNG\r\n\x1A\n", "latin1");
  return Buffer.concat([signature, ...chunks, chunk("IEND", Buffer.of())]);
}

function header(width: number, height: number): Buffer {
  const fields = Buffer.alloc(13);
  fields.writeUInt32BE(width, 0);
  fields.writeUInt32BE(height, 4);
  // Eight bits a channel, as RGB.
  fields.set([8, 2], 8);
  return chunk("IHDR", fields);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
