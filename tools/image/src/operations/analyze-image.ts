import { fileInputError, readFileInputs, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { brightness } from "#measuring/brightness.ts";
import { differenceHash } from "#measuring/difference-hash.ts";
import { dominantColors } from "#measuring/dominant-colors.ts";
import { hasText } from "#measuring/has-text.ts";
import { sampleColors } from "#measuring/sample-colors.ts";
import { drawPage } from "#reading/draw-page.ts";
import { loadSharp } from "#reading/load-sharp.ts";
import { brokenImage, type OpenImage, openImage } from "#reading/open-image.ts";
import { readExif } from "#reading/read-exif.ts";
import { findLanguage } from "#recognition/find-language.ts";
import type { ImageInstance } from "#recognition/image-instance.ts";
import type { AnalyzeImageParams, AnalyzeImageResult, TextCheck } from "#schemas/analyze-image.ts";

type Context = ToolContext<ImageInstance>;

/** A page of A4 at 100 dpi: most of its words can still be read, in about a second. */
const textCheckPixels = 1_000_000;

/** What an image is like: its form, colours and tones, where it comes from, and whether text is in it. */
export async function analyzeImage({ image_path }: AnalyzeImageParams, context: Context): Promise<AnalyzeImageResult> {
  const { signal } = context;
  const [file] = await readFileInputs(image_path, context);
  if (!file) throw new ValidationError(`Invalid image_path: ${fileInputError({ input: image_path })}`);
  const image = await openImage(file, context);
  signal.throwIfAborted();
  const measured = await measure(image);
  signal.throwIfAborted();
  context.progress(0.3, "measured");
  return {
    format: image.format,
    width: image.width,
    height: image.height,
    pages: image.frames,
    channels: image.channels,
    has_alpha: image.hasAlpha,
    ...measured,
    exif: readExif(image.exif),
    ...(await checkText(image, context)),
  };
}

async function measure(image: OpenImage) {
  const sharp = await loadSharp();
  try {
    const rgb = await sampleColors(image);
    const { sharpness, entropy } = await sharp(image.content, { limitInputPixels: false }).stats();
    return {
      dominant_colors: dominantColors(rgb),
      brightness: round(brightness(rgb)),
      sharpness: round(sharpness),
      entropy: round(entropy),
      perceptual_hash: await differenceHash(image),
    };
  } catch (cause) {
    throw brokenImage(image.name, cause);
  }
}

/** A quick recognition that looks for words anywhere; what the words say is of no interest here. */
async function checkText(image: OpenImage, { instance, signal }: Context): Promise<TextCheck> {
  const language = await findLanguage("eng");
  const draw = () => drawPage(image, { page: 0, maxPixels: textCheckPixels });
  const { words } = await instance.recognizer.recognize(draw, { language, layout: "sparse", signal });
  return hasText(words);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
