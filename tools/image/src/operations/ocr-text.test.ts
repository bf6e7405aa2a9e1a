import { createServer } from "node:http";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { beside, characterErrorRate, contractLines, drawText, worsen } from "#testing-fixtures/contract.ts";
import { openContext, watchThreads } from "#testing-fixtures/open-context.ts";
import { ocrText } from "./ocr-text.ts";

const contract = contractLines.join("\n");
const eng = { language: "eng" };

describe("ocr_text", () => {
  it.each([
    ["clean", 32, "DejaVu Serif"],
    ["clean", 24, "DejaVu Sans"],
    ["small", 16, "DejaVu Serif"],
    ["small", 10, "DejaVu Sans"],
  ] as const)(
    "reads a %s page (letters of %d px, %s) with at most 0.2 percent of characters wrong",
    async (_, sizePx, font) => {
      await using opened = openContext();
      const image = await opened.put("page.png", await drawText({ sizePx, font }));
      const result = await ocrText({ image, ...eng }, opened.context);
      expect(characterErrorRate(result.text, contract)).toBeLessThanOrEqual(0.002);
      expect(result.confidence).toBeGreaterThan(0.9);
      expect(result.warnings).toBeUndefined();
    },
  );

  it.each([16, 24, 32])(
    "reads a page turned, blurred and noisy, as JPEG (letters of %d px), with under 1 percent wrong",
    async (sizePx) => {
      await using opened = openContext();
      const image = await opened.put("scan.jpg", await worsen(await drawText({ sizePx })));
      const result = await ocrText({ image, ...eng }, opened.context);
      expect(characterErrorRate(result.text, contract)).toBeLessThan(0.01);
    },
  );

  it("turns pages that lie on their side or upside down, in a bad scan too, and says so", async () => {
    await using opened = openContext();
    const [clean, scan] = [await drawText({ sizePx: 16 }), await worsen(await drawText({ sizePx: 32 }))];
    const turned = [sharp(clean).rotate(90), sharp(scan).rotate(180)];
    const scans = turned.map((page) => page.jpeg().toBuffer());
    const image = await Promise.all(scans.map(async (scan, place) => opened.put(`${place}.jpg`, await scan)));
    const result = await ocrText({ image, ...eng }, opened.context);
    for (const { text } of result.pages) expect(characterErrorRate(text, contract)).toBeLessThan(0.01);
    expect(result.pages.map((page) => Object.keys(page))).toEqual(image.map(() => ["number", "text", "confidence"]));
    expect(result.warnings).toEqual(
      [270, 180].map(
        (turn, place) => `Page ${place + 1} was read turned by ${turn} degrees, since upright it shows no words.`,
      ),
    );
  }, 60_000);

  it("reads a screenshot that is longer than recognition can take at once", async () => {
    await using opened = openContext();
    const text = await drawText({ sizePx: 20, font: "DejaVu Sans" });
    const long = sharp(text).extend({ bottom: 36_000, background: "#fff" }).png();
    const image = await opened.put("long.png", await long.toBuffer());
    const { text: read } = await ocrText({ image, ...eng }, opened.context);
    expect(characterErrorRate(read, contract)).toBeLessThan(0.01);
  });

  it("finds no text in images of a pixel, and in lines of pixels, without an error", async () => {
    await using opened = openContext();
    const sizes = [
      [1, 1],
      [1_000_000, 1],
      [3, 100_000],
    ] as const;
    const image = await Promise.all(
      sizes.map(async ([width, height]) =>
        opened.put(
          `${width}.png`,
          await sharp({ create: { width, height, channels: 3, background: "#fff" } })
            .png()
            .toBuffer(),
        ),
      ),
    );
    const result = await ocrText({ image, ...eng }, opened.context);
    expect(result).toMatchObject({ text: "\n\n\n\n", warnings: ["No text was found on pages 1, 2, 3."] });
  });

  it("reads columns one after the other", async () => {
    await using opened = openContext();
    const column = (name: string) =>
      drawText({
        lines: [
          `The ${name} column tells`,
          "of tea that is grown",
          "in the hills of Assam",
          "where rain falls often",
          "and people rise early",
          `as the ${name} ends.`,
        ],
      });
    const [left, right] = await Promise.all(["first", "second"].map(column));
    const image = await opened.put("columns.png", await beside(left ?? Buffer.of(), right ?? Buffer.of()));
    const { text } = await ocrText({ image, ...eng }, opened.context);
    expect(text.replace(/\s+/g, " ")).toContain("as the first ends. The second column tells of tea");
  });

  it("[TOOL-3] [TOOL-8] reads all pages of a TIFF and of a list, in order, and tells how far it is", async () => {
    await using opened = openContext();
    const lines = [["First page of three"], ["Second page of three"], ["Third page of three"]];
    const drawn = await Promise.all(
      lines.map(async (page) =>
        sharp(await drawText({ lines: page }))
          .resize(600, 160, { fit: "contain", background: "#fff" })
          .toBuffer(),
      ),
    );
    const tiff = await opened.put(
      "fax.tiff",
      await sharp(drawn, { join: { animated: true } })
        .tiff()
        .toBuffer(),
    );
    expect((await sharp(join(opened.context.folder, tiff)).metadata()).pages).toBe(3);
    const artifact = await opened.context.artifacts.write({
      name: "last.png",
      mediaType: "image/png",
      content: await drawText({ lines: ["The artifact comes last"] }),
    });
    const result = await ocrText({ image: [tiff, artifact], ...eng }, opened.context);
    expect(result.pages.map(({ number, text }) => [number, text])).toEqual([
      [1, "First page of three"],
      [2, "Second page of three"],
      [3, "Third page of three"],
      [4, "The artifact comes last"],
    ]);
    expect(result.text).toBe(result.pages.map(({ text }) => text).join("\n\n"));
    expect(opened.context.progressed.map(({ fraction }) => fraction)).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it("[TOOL-8] gives the same answer again, also after other images", async () => {
    await using opened = openContext();
    const image = await opened.put("scan.jpg", await worsen(await drawText({ sizePx: 16 })));
    const other = await opened.put("other.png", await drawText({ lines: ["Something else"] }));
    const first = await ocrText({ image, ...eng }, opened.context);
    await ocrText({ image: [other, other], ...eng }, opened.context);
    expect(await ocrText({ image, ...eng }, opened.context)).toEqual(first);
  });

  it("turns what EXIF says is turned, and reads text on transparent ground", async () => {
    await using opened = openContext();
    const lines = ["Upright only by its EXIF data"];
    const turned = await sharp(
      await sharp(await drawText({ lines }))
        .rotate(270)
        .toBuffer(),
    )
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>`;
    const clear = await sharp(await drawText({ lines: ["Black on nothing"] }))
      .ensureAlpha()
      .unflatten()
      .png()
      .toBuffer();
    const image = [
      await opened.put("turned.jpg", turned),
      await opened.put("clear.png", clear),
      await opened.put("e.svg", svg),
    ];
    const { pages, warnings, confidence } = await ocrText({ image, ...eng }, opened.context);
    expect(pages.map(({ text }) => text)).toEqual([lines[0], "Black on nothing", ""]);
    expect(warnings).toEqual(["No text was found on page 3."]);
    expect(confidence).toBeGreaterThan(0.8);
  });

  it("answers an empty list with empty text and a warning, and reads one frame of an animation", async () => {
    await using opened = openContext();
    expect(await ocrText({ image: [], ...eng }, opened.context)).toEqual({
      text: "",
      confidence: 0,
      pages: [],
      warnings: ["No image was given, so there is no text."],
    });
    const frames = await Promise.all(["First frame", "Other frame"].map((line) => drawText({ lines: [line] })));
    const gif = await opened.put(
      "a.gif",
      await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
    );
    const result = await ocrText({ image: gif, ...eng }, opened.context);
    expect(result).toMatchObject({
      text: "First frame",
      warnings: ["a.gif is animated: only the first of its 2 frames was read."],
    });
  });

  it("takes a language by both codes, and names the installed ones when it has none", async () => {
    await using opened = openContext();
    const image = await opened.put("page.png", await drawText({ lines: ["Hello world"] }));
    expect((await ocrText({ image, language: "en" }, opened.context)).text).toBe("Hello world");
    for (const language of ["xyz", "../../eng", "__proto__", "eng+xyz"]) {
      await expect(ocrText({ image, language }, opened.context)).rejects.toMatchObject({
        code: "E001",
        message: expect.stringMatching(/^Cannot read language .* installed are .*eng.*; others come with/),
      });
    }
  });

  it("[TOOL-6] refuses what is no image, broken, missing or outside, and no thread is started for it", async () => {
    using threads = watchThreads();
    await using opened = openContext({ max_pages: 2 });
    const { context, put } = opened;
    const png = await drawText({ lines: ["whole"] });
    const read = (image: string) => ocrText({ image, ...eng }, context);
    await expect(read(await put("text.png", "This is text."))).rejects.toThrow(
      "text.png is no image that can be read: expected png, jpeg, gif, webp, tiff, avif, svg, received a file with other content",
    );
    await expect(read(await put("empty.png", ""))).rejects.toThrow("received an empty file");
    await expect(read(await put("a.pdf", "%PDF-1.7\n"))).rejects.toThrow("a.pdf is no image");
    await expect(read(await put("cut.png", png.subarray(0, 20)))).rejects.toThrow("cut.png is a broken image");
    await expect(read(await put("half.png", png.subarray(0, png.length / 2)))).rejects.toThrow(
      "half.png is a broken image",
    );
    await expect(read("missing.png")).rejects.toThrow("File not found: 'missing.png'");
    await expect(read("/etc/passwd")).rejects.toThrow("lies outside the folders that tools may use");
    const pages = await sharp([png, png, png], { join: { animated: true } })
      .tiff()
      .toBuffer();
    await expect(read(await put("long.tiff", pages))).rejects.toThrow(
      "there are 3, the config's limits.max_pages allows 2",
    );
    expect(threads.counts().started).toBe(0);
  });

  it("[TOOL-6] reads an SVG's own text, but no file and no address that it names", async () => {
    let requests = 0;
    const server = createServer((_, response) => response.end(String(++requests)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    await using opened = openContext();
    await opened.put("secret.png", await drawText({ lines: ["TOP SECRET"], sizePx: 60 }));
    const folder = opened.context.folder;
    const image = (href: string) => `<image href="${href}" x="0" y="0" width="600" height="120"/>`;
    const svg = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xi="http://www.w3.org/2001/XInclude" width="600" height="120">
      <rect width="600" height="120" fill="white"/>${image("secret.png")}${image(`file://${folder}/secret.png`)}
      ${image(`${folder}/secret.png`)}${image(`http://127.0.0.1:${port}/x.png`)}
      <style>@import url("http://127.0.0.1:${port}/x.css");</style><xi:include href="secret.png"/></svg>`;
    const near = await opened.put(
      "near.svg",
      `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="120">${image("secret.png")}</svg>`,
    );
    const drawnFromPath = await sharp(join(folder, near)).flatten({ background: "#888" }).stats();
    expect(drawnFromPath.entropy, "a drawing that knows its folder shows the secret").toBeGreaterThan(0);
    const entity = `<!DOCTYPE svg [<!ENTITY file SYSTEM "file://${folder}/secret.png">]>
      <svg xmlns="http://www.w3.org/2000/svg" width="600" height="120"><text y="60">&file;</text></svg>`;
    const result = await ocrText({ image: await opened.put("a.svg", svg), ...eng }, opened.context);
    await expect(ocrText({ image: await opened.put("b.svg", entity), ...eng }, opened.context)).rejects.toThrow(
      "b.svg is a broken image",
    );
    server.close();
    expect(result.text).toBe("");
    expect(requests).toBe(0);
  });

  it("[TOOL-8] stops when the call is aborted, and leaves no thread at work", async () => {
    using threads = watchThreads();
    await using opened = openContext();
    const image = await opened.put("page.png", await drawText({ sizePx: 40 }));
    const running = ocrText({ image: Array.from({ length: 6 }, () => image), ...eng }, opened.context);
    const { context } = opened;
    const poll = setInterval(() => context.progressed.length > 0 && context.abort(new Error("enough")), 5);
    await expect(running).rejects.toThrow("enough");
    clearInterval(poll);
    expect(threads.counts()).toMatchObject({ most: 2, alive: 0 });
    expect(context.progressed.length).toBeLessThan(6);
    await expect(ocrText({ image, ...eng }, context)).rejects.toThrow("enough");
  });
});
