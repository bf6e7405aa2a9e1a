import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { contractLines, drawText, worsen } from "#testing-fixtures/contract.ts";
import { openContext, watchThreads } from "#testing-fixtures/open-context.ts";
import { analyzeImage } from "./analyze-image.ts";

type Opened = ReturnType<typeof openContext>;

async function analyze({ put, context }: Opened, name: string, content: Uint8Array) {
  return await analyzeImage({ image_path: await put(name, content) }, context);
}

const plain = (background: string) => sharp({ create: { width: 300, height: 200, channels: 3, background } });

/** A field of soft coloured shapes, as a picture has them. */
const scene = (seed: number) => {
  const shapes = Array.from({ length: 24 }, (_, place) => {
    const [x, y, r] = [(place * 97 * seed) % 400, (place * 61 * seed) % 300, 20 + ((place * 13) % 50)];
    return `<ellipse cx="${x}" cy="${y}" rx="${r}" ry="${r / 2}" fill="hsl(${(place * 40 + seed * 25) % 360} 60% 50%)" opacity="0.7"/>`;
  });
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300">${shapes.join("")}</svg>`);
};

function bitsApart(a: string, b: string): number {
  return (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll("0", "").length;
}

describe("analyze_image: form and tones", () => {
  it("names the format by its content, and the size", async () => {
    await using opened = openContext();
    const image = plain("#336699");
    const [alpha, multi] = [image.clone().ensureAlpha(0.5), await plain("#fff").png().toBuffer()];
    const files = {
      jpeg: [await image.clone().jpeg().toBuffer(), { channels: 3, has_alpha: false }],
      png: [await alpha.clone().png().toBuffer(), { channels: 4, has_alpha: true }],
      webp: [await alpha.clone().webp().toBuffer(), { has_alpha: true }],
      gif: [await image.clone().gif().toBuffer(), { pages: 1 }],
      avif: [await image.clone().avif({ effort: 0 }).toBuffer(), { channels: 3 }],
      tiff: [
        await sharp([multi, multi], { join: { animated: true } })
          .tiff()
          .toBuffer(),
        { pages: 2 },
      ],
      svg: [Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"/>`), { has_alpha: true }],
    } as const;
    for (const [format, [content, facts]] of Object.entries(files)) {
      const result = await analyze(opened, "misnamed.dat", content);
      expect(result).toMatchObject({ format, width: 300, height: 200, has_text: false, exif: null, ...facts });
    }
  });

  it("measures brightness, main colours, sharpness and entropy that are known", async () => {
    await using opened = openContext();
    const half = await plain("#ff0000")
      .composite([{ input: await plain("#0000ff").resize(150, 150).toFormat("png").toBuffer(), left: 0, top: 0 }])
      .png()
      .toBuffer();
    const two = await analyze(opened, "two.png", half);
    expect(two.dominant_colors.slice(0, 2)).toEqual([
      { color: "#ff0000", share: expect.closeTo(0.625, 1) },
      { color: "#0000ff", share: expect.closeTo(0.375, 1) },
    ]);
    expect(two.brightness).toBeCloseTo(0.625 * 0.299 + 0.375 * 0.114, 2);
    expect(two.entropy).toBeCloseTo(-(0.625 * Math.log2(0.625) + 0.375 * Math.log2(0.375)), 1);

    const black = await analyze(opened, "black.png", await plain("#000").png().toBuffer());
    expect(black).toMatchObject({ brightness: 0, entropy: 0, sharpness: 0 });
    expect(black.dominant_colors).toEqual([{ color: "#000000", share: 1 }]);
    const grey16 = await plain("#808080").toColourspace("rgb16").png().toBuffer();
    expect((await analyze(opened, "deep.png", grey16)).brightness).toBeCloseTo(128 / 255, 2);

    const sharpScene = await sharp(scene(1)).flatten({ background: "#fff" }).png().toBuffer();
    const blurred = await sharp(sharpScene).blur(4).png().toBuffer();
    const [crisp, soft] = [await analyze(opened, "a.png", sharpScene), await analyze(opened, "b.png", blurred)];
    expect(crisp.sharpness).toBeGreaterThan(2 * soft.sharpness);
  });

  it("hashes copies of a picture alike, and other pictures otherwise", async () => {
    await using opened = openContext();
    const hash = async (name: string, content: Buffer) => (await analyze(opened, name, content)).perceptual_hash;
    const original = await sharp(scene(1)).flatten({ background: "#fff" }).png().toBuffer();
    const copy = await sharp(original).resize(180, 130).modulate({ brightness: 1.1 }).jpeg({ quality: 60 }).toBuffer();
    const other = await sharp(scene(5)).flatten({ background: "#fff" }).png().toBuffer();
    const first = await hash("a.png", original);
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(bitsApart(first, await hash("copy.jpg", copy))).toBeLessThanOrEqual(6);
    expect(bitsApart(first, await hash("other.png", other))).toBeGreaterThan(16);
    const rising = Buffer.from(Array.from({ length: 256 }, (_, place) => place));
    expect(
      await hash(
        "r.png",
        await sharp(rising, { raw: { width: 256, height: 1, channels: 1 } })
          .png()
          .toBuffer(),
      ),
    ).toBe("f".repeat(16));
  });

  it("reads orientation, camera, time and place from EXIF data", async () => {
    await using opened = openContext();
    const exif = {
      IFD0: { Make: "Canon", Model: "Canon EOS R5" },
      IFD2: { DateTimeOriginal: "2025:03:14 09:26:53", OffsetTimeOriginal: "+01:00" },
      IFD3: {
        GPSLatitudeRef: "S",
        GPSLatitude: "33/1 51/1 2454/100",
        GPSLongitudeRef: "E",
        GPSLongitude: "151/1 12/1 36/1",
      },
    };
    const photo = await plain("#888").withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const withBoth = await sharp(photo).keepExif().withExifMerge(exif).jpeg().toBuffer();
    const result = await analyze(opened, "photo.jpg", withBoth);
    expect(result).toMatchObject({ width: 300, height: 200 });
    expect(result.exif).toEqual({
      orientation: 6,
      camera: "Canon EOS R5",
      taken_at: "2025-03-14T09:26:53+01:00",
      gps: { latitude: -33.856817, longitude: 151.21 },
    });
  });
});

describe("analyze_image: whether it holds text", () => {
  it("finds text of many kinds", async () => {
    await using opened = openContext();
    const page = await drawText({ sizePx: 24 });
    const backdrop = await sharp(scene(3)).resize(800, 600).png().toBuffer();
    const label = await sharp(await drawText({ lines: ["FRESH BREAD"], sizePx: 40 })).toBuffer();
    const positives = {
      contract: page,
      wholePage: await sharp(page).extend({ bottom: 3_000, right: 900, background: "#fff" }).png().toBuffer(),
      scan: await worsen(page),
      dark: await sharp(page).negate({ alpha: false }).png().toBuffer(),
      screenshot: await drawText({ sizePx: 12, font: "DejaVu Sans", lines: contractLines.slice(1, 4) }),
      word: await drawText({ lines: ["STOP"], sizePx: 90, font: "DejaVu Sans" }),
      number: await drawText({ lines: ["2025-0417"], sizePx: 40 }),
      label: await sharp(backdrop)
        .composite([{ input: label, left: 200, top: 250 }])
        .png()
        .toBuffer(),
    };
    for (const [name, content] of Object.entries(positives)) {
      expect({ name, ...(await analyze(opened, `${name}.png`, content)) }).toMatchObject({ name, has_text: true });
    }
  }, 60_000);

  it("finds none where there is none", async () => {
    await using opened = openContext();
    const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
    const svg = (body: string) =>
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400">${body}</svg>`);
    const bars = Array.from(
      { length: 12 },
      (_, bar) => `<rect x="${20 + 48 * bar}" y="${40 + bar * 25}" width="30" height="${340 - bar * 25}" fill="#357"/>`,
    );
    const grid = Array.from(
      { length: 30 },
      (_, line) => `<path d="M0 ${line * 20}H600M${line * 20} 0V400" stroke="#333"/>`,
    );
    const negatives = {
      plain: await plain("#fff").png().toBuffer(),
      noise: await sharp({ create: { width: 600, height: 400, channels: 3, background: "#888", noise } })
        .png()
        .toBuffer(),
      gradient: svg(
        `<linearGradient id="g"><stop stop-color="#fff"/><stop offset="1"/></linearGradient><rect width="600" height="400" fill="url(#g)"/>`,
      ),
      bars: svg(bars.join("")),
      grid: svg(grid.join("")),
      scene: scene(2),
      scenes: await sharp(scene(7)).resize(1_200, 900).jpeg().toBuffer(),
      noisyScene: await worsen(await sharp(scene(4)).resize(900, 600).flatten().png().toBuffer()),
    };
    for (const [name, content] of Object.entries(negatives)) {
      expect({ name, ...(await analyze(opened, `${name}.png`, content)) }).toMatchObject({ name, has_text: false });
    }
  }, 60_000);
});

describe("analyze_image: refusals", () => {
  it("[TOOL-6] refuses by the header what has too many pixels, and what is broken or no image", async () => {
    await using opened = openContext({ max_pixels: 50_000 });
    await expect(analyze(opened, "large.png", await plain("#fff").png().toBuffer())).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining(
        "large.png has 60000 pixels (300 × 200), the config's limits.max_pixels allows 50000",
      ),
    });
    const whole = await sharp(scene(1)).resize(200).jpeg().toBuffer();
    await expect(analyze(opened, "half.jpg", whole.subarray(0, 2_000))).rejects.toThrow("half.jpg is a broken image");
    await expect(analyze(opened, "note.png", Buffer.from("<p>no picture</p>"))).rejects.toThrow("note.png is no image");
    const bomb = `<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"/>`;
    await expect(analyze(opened, "bomb.svg", Buffer.from(bomb))).rejects.toThrow("bomb.svg has 900000000 pixels");
  });

  it("[TOOL-8] stops when the call is aborted, and leaves no thread at work", async () => {
    using threads = watchThreads();
    await using opened = openContext();
    const { context } = opened;
    const running = analyze(opened, "page.png", await drawText({ sizePx: 40 }));
    const poll = setInterval(() => context.progressed.length > 0 && context.abort(new Error("enough")), 2);
    await expect(running).rejects.toThrow("enough");
    clearInterval(poll);
    expect(threads.counts().alive).toBe(0);
  });
});
