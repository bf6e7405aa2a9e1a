import type { FileInput } from "@aiecs/core/toolkit";
import { z } from "zod";
import { imageInput } from "./image-parameters.ts";

export type AnalyzeImageParams = { readonly image_path: FileInput };

export type DominantColor = { readonly color: string; readonly share: number };

export type ImageExif = {
  readonly orientation: number | null;
  readonly camera: string | null;
  readonly taken_at: string | null;
  readonly gps: { readonly latitude: number; readonly longitude: number } | null;
};

export type TextCheck = { readonly has_text: boolean; readonly words: number };

export type AnalyzeImageResult = {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly pages: number;
  readonly channels: number;
  readonly has_alpha: boolean;
  readonly dominant_colors: readonly DominantColor[];
  readonly brightness: number;
  readonly sharpness: number;
  readonly entropy: number;
  readonly exif: ImageExif | null;
  readonly perceptual_hash: string;
} & TextCheck;

export const analyzeImageInput: z.ZodType<AnalyzeImageParams, AnalyzeImageParams> = z.object({
  image_path: imageInput,
});

const dominantColor = z.object({
  color: z.string().describe("The mean of the colours counted, as #rrggbb."),
  share: z.number().min(0).max(1).describe("The part of the image that has about this colour."),
});

const exif = z
  .object({
    orientation: z.int().nullable().describe("1 to 8; 1 is upright."),
    camera: z.string().nullable().describe("Maker and model."),
    taken_at: z
      .string()
      .nullable()
      .describe("When the picture was taken, ISO 8601; with an offset only where the file states one."),
    gps: z
      .object({ latitude: z.number(), longitude: z.number() })
      .nullable()
      .describe("In degrees; south and west are negative."),
  })
  .nullable()
  .describe("The main fields of the EXIF data; null when the file has none.");

export const analyzeImageOutput: z.ZodType<AnalyzeImageResult, AnalyzeImageResult> = z.object({
  format: z.string().describe("By content, as a file extension: jpeg, png, tiff, gif, webp, avif, heif, svg."),
  width: z.int().positive().describe("In pixels, as stored: EXIF orientations 5 to 8 show it turned by 90 degrees."),
  height: z.int().positive(),
  pages: z.int().positive().describe("Pages of a TIFF or frames of an animation; everything else is of the first."),
  channels: z.int().positive(),
  has_alpha: z.boolean(),
  dominant_colors: z.array(dominantColor).describe("Up to five, largest first; transparent parts count as white."),
  brightness: z.number().min(0).max(1).describe("Mean luma: 0 is black, 1 is white."),
  sharpness: z.number().min(0).describe("Standard deviation of the Laplacian of the grey image: higher is sharper."),
  entropy: z.number().min(0).describe("Of the grey image's histogram, in bits: 0 is one tone, 8 is all tones alike."),
  exif,
  perceptual_hash: z
    .string()
    .describe("Difference hash of 64 bits as 16 hex digits: alike images differ in few bits, at most about 10."),
  has_text: z.boolean().describe("Whether words can be read in it: at least one that is sure, or two that are likely."),
  words: z.int().nonnegative().describe("How many words of three characters or more were read."),
});
