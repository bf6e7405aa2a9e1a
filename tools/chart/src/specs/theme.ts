import type { Config } from "vega-lite";
import { fontFamily } from "#drawing/fonts.ts";

/** Colours of Okabe and Ito's palette, which people with any colour vision tell apart, and greys for all that is not data. */
export const colors = {
  main: "#0072b2",
  pale: "#9cc3de",
  second: "#d55e00",
  third: "#009e73",
  negative: "#d55e00",
  rest: "#9ca3af",
  text: "#111827",
  quiet: "#6b7280",
  label: "#374151",
  line: "#d1d5db",
  grid: "#e8eaee",
} as const;

/** Slices and series, in the order in which they are given out. */
export const palette: readonly string[] = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"];

/** Size of a whole picture, title and margins included, in SVG units. */
export const pictureSize = { width: 640, height: 360, padding: 16 } as const;

export const fontStack: string = `${fontFamily}, "Helvetica Neue", Arial, sans-serif`;

/** How every chart looks: little ink for what is not data. */
export const theme: Config = {
  background: "#ffffff",
  font: fontStack,
  aria: false,
  view: { stroke: null },
  title: {
    anchor: "start",
    frame: "bounds",
    fontSize: 15,
    fontWeight: "bold",
    color: colors.text,
    subtitleColor: colors.quiet,
    subtitleFontSize: 11,
    subtitlePadding: 5,
    offset: 14,
    // Kerning makes some words a little wider than the sum of their letters.
    limit: 0.96 * (pictureSize.width - 2 * pictureSize.padding),
  },
  axis: {
    labelColor: colors.label,
    labelFontSize: 11,
    labelPadding: 6,
    titleColor: colors.quiet,
    titleFontSize: 11,
    titleFontWeight: "normal",
    gridColor: colors.grid,
    domainColor: colors.line,
    tickColor: colors.line,
  },
  axisY: { domain: false, ticks: false },
  axisX: { grid: false, tickSize: 4 },
  legend: {
    orient: "top",
    direction: "horizontal",
    title: null,
    labelColor: colors.label,
    labelFontSize: 11,
    symbolStrokeWidth: 2.5,
    symbolSize: 160,
    offset: 6,
    padding: 0,
    labelLimit: 260,
  },
};
