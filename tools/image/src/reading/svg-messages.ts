/** What the process that draws SVGs is asked, once. */
export type SvgRequest = { readonly content: Uint8Array; readonly maxPixels: number };

/** Width and height are the drawing's own, in pixels; without `png` they are more than was allowed. */
export type DrawnSvg = { readonly width: number; readonly height: number; readonly png?: Uint8Array };

/** What it answers. */
export type SvgAnswer = DrawnSvg | { readonly problem: string };
