import { type Artifact, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import type { TopLevelSpec } from "vega-lite";
import { cleanText } from "#wording/clean-text.ts";
import { missingCharacters } from "./fonts.ts";
import { renderPng } from "./render-png.ts";
import { type PictureText, renderSvg } from "./render-svg.ts";

export type DrawnChart = {
  readonly svg: Artifact;
  readonly png: Artifact;
  /** The picture itself, for pages that hold it. */
  readonly markup: string;
  readonly notes: readonly string[];
};

/** The files an operation writes, and the one of them that a copy is made of. */
export type Picture = { readonly svg: Artifact; readonly png: Artifact };

/** Paints a specification and keeps the picture as SVG and as PNG. */
export async function drawChart(
  spec: TopLevelSpec,
  text: PictureText,
  { artifacts, signal }: Pick<ToolContext, "artifacts" | "signal">,
  outputPath?: string,
): Promise<DrawnChart> {
  signal.throwIfAborted();
  const markup = await renderSvg(spec, text);
  signal.throwIfAborted();
  return { ...(await writePicture(markup, text.title, { artifacts }, outputPath)), markup, notes: glyphNotes(markup) };
}

/** Keeps a picture as SVG and as PNG. @throws E001 for an output path that ends in neither */
export async function writePicture(
  markup: string,
  title: string,
  { artifacts }: Pick<ToolContext, "artifacts">,
  outputPath?: string,
  zoom?: number,
): Promise<Picture> {
  const name = fileStem(title);
  const copy = copyFor(outputPath, ["svg", "png"]);
  const png = renderPng(markup, zoom);
  const [svgFile, pngFile] = await Promise.all([
    artifacts.write({ name: `${name}.svg`, mediaType: "image/svg+xml", content: markup, outputPath: copy("svg") }),
    artifacts.write({ name: `${name}.png`, mediaType: "image/png", content: png.content, outputPath: copy("png") }),
  ]);
  return { svg: svgFile, png: pngFile };
}

/** Which file a copy is made of. @throws E001 when the path ends in none of the endings */
export function copyFor<Ending extends string>(
  outputPath: string | undefined,
  endings: readonly Ending[],
): (ending: Ending) => string | undefined {
  const asked =
    outputPath === undefined ? undefined : endings.find((ending) => outputPath.toLowerCase().endsWith(`.${ending}`));
  if (outputPath !== undefined && asked === undefined) {
    throw new ValidationError(
      `output_path: expected a name that ends in ${endings.map((ending) => `.${ending}`).join(" or ")}, received ${JSON.stringify(outputPath)}`,
    );
  }
  return (ending) => (ending === asked ? outputPath : undefined);
}

/** A title as the name of a file, without its ending. */
export function fileStem(title: string): string {
  const stem = cleanText(title, 60)
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return stem === "" ? "chart" : stem;
}

/** Says when a text is in a script that the bundled fonts lack: the picture then depends on the machine's fonts. */
export function glyphNotes(markup: string): readonly string[] {
  const missing = missingCharacters(markup);
  if (missing.length === 0) return [];
  const shown = missing.slice(0, 10).join(" ");
  return [
    `The bundled fonts lack ${missing.length} of the characters (${shown}${missing.length > 10 ? " …" : ""}): the PNG shows them in this machine's fonts, or as boxes; the SVG holds the text itself.`,
  ];
}
