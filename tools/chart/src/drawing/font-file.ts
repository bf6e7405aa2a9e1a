/** What is needed of a TrueType font to know how wide a text is and whether it can be written at all. */
export type FontFile = {
  /** Width of a text in ems; characters that the font lacks count as one em. */
  widthOf(text: string): number;
  has(codePoint: number): boolean;
};

/** Reads the character map and the advance widths of a TrueType font. @throws on a file that is none */
export function parseFont(file: Uint8Array): FontFile {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tables = readTableOffsets(view);
  const unitsPerEm = view.getUint16(tables("head") + 18);
  const metricCount = view.getUint16(tables("hhea") + 34);
  const metrics = tables("hmtx");
  const glyphs = readCharacterMap(view, tables("cmap"));

  return {
    has: (codePoint) => glyphs.has(codePoint),
    widthOf(text) {
      let units = 0;
      for (const character of text) {
        const glyph = glyphs.get(character.codePointAt(0) ?? 0);
        units += glyph === undefined ? unitsPerEm : view.getUint16(metrics + 4 * Math.min(glyph, metricCount - 1));
      }
      return units / unitsPerEm;
    },
  };
}

function readTableOffsets(view: DataView): (tag: string) => number {
  const offsets = new Map<string, number>();
  for (let record = 12; record < 12 + 16 * view.getUint16(4); record += 16) {
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((place) => view.getUint8(record + place)));
    offsets.set(tag, view.getUint32(record + 8));
  }
  return (tag) => {
    const offset = offsets.get(tag);
    if (offset === undefined) throw new Error(`The font has no table '${tag}': expected a TrueType font`);
    return offset;
  };
}

/** Code points to glyphs, from the map of the whole of Unicode (format 12). */
function readCharacterMap(view: DataView, cmap: number): ReadonlyMap<number, number> {
  const glyphs = new Map<number, number>();
  for (let record = 0; record < view.getUint16(cmap + 2); record++) {
    const subtable = cmap + view.getUint32(cmap + 4 + 8 * record + 4);
    if (view.getUint16(subtable) !== 12) continue;
    for (let group = 0; group < view.getUint32(subtable + 12); group++) {
      const at = subtable + 16 + 12 * group;
      const [start, end, glyph] = [view.getUint32(at), view.getUint32(at + 4), view.getUint32(at + 8)];
      for (let codePoint = start; codePoint <= end; codePoint++) glyphs.set(codePoint, glyph + codePoint - start);
    }
    return glyphs;
  }
  throw new Error("The font has no character map of format 12");
}
