import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FontFile, parseFont } from "./font-file.ts";

/** The family as the bundled files name it; SVG elsewhere falls back to what a browser has. */
export const fontFamily = "DejaVu Sans";

type Fonts = { readonly files: readonly string[]; readonly regular: FontFile; readonly bold: FontFile };

let loaded: Fonts | undefined;

/** The bundled fonts: the same picture on every machine. Read at first use. */
export function loadFonts(): Fonts {
  if (!loaded) {
    const folder = join(dirname(fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/package.json"))), "ttf");
    const files = ["DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"].map((name) => join(folder, name));
    const [regular, bold] = files.map((file) => parseFont(readFileSync(file)));
    if (!regular || !bold) throw new Error(`No fonts in ${folder}`);
    loaded = { files, regular, bold };
  }
  return loaded;
}

/** Width of a line in pixels. */
export function textWidth(text: string, sizePx: number, bold = false): number {
  const { regular, bold: heavy } = loadFonts();
  return (bold ? heavy : regular).widthOf(text) * sizePx;
}

/** The characters of a text that the bundled fonts cannot write, each once. */
export function missingCharacters(text: string): readonly string[] {
  const { regular } = loadFonts();
  const missing = new Set<string>();
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint > 0x7e && !invisible.test(character) && !regular.has(codePoint)) missing.add(character);
  }
  return [...missing];
}

/** Joiners and variation selectors change their neighbours and have no picture of their own. */
const invisible = /[\p{Cf}\p{Variation_Selector}\p{Cc}]/u;
