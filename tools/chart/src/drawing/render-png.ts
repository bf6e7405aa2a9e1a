import { Resvg } from "@resvg/resvg-js";
import { fontFamily, loadFonts, missingCharacters } from "./fonts.ts";

export type Png = { readonly content: Uint8Array; readonly widthPx: number; readonly heightPx: number };

/**
 * Paints an SVG on white. The bundled fonts come first, so that the picture is the same on every machine; only text in
 * scripts that they lack is written with whatever fonts the machine has.
 *
 * @param zoom pixels per SVG unit
 */
export function renderPng(svg: string, zoom = 2): Png {
  const image = new Resvg(svg, {
    background: "#ffffff",
    fitTo: { mode: "zoom", value: zoom },
    font: {
      loadSystemFonts: missingCharacters(svg).length > 0,
      fontFiles: [...loadFonts().files],
      defaultFontFamily: fontFamily,
    },
  }).render();
  return { content: image.asPng(), widthPx: image.width, heightPx: image.height };
}
