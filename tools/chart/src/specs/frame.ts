import type { TopLevelSpec } from "vega-lite";
import { cleanText } from "#wording/clean-text.ts";
import { pictureSize, theme } from "./theme.ts";

/** One layer of a layered chart. */
export type Layer = Extract<TopLevelSpec, { readonly layer: unknown }>["layer"][number];

/** What all pictures have in common: title, size, look. */
export type Frame = Pick<TopLevelSpec, "$schema" | "title" | "config" | "padding" | "autosize" | "background"> & {
  readonly width: number;
  readonly height: number;
};

/** @param height of the whole picture, title and margins included */
export function frame(title: string, subtitle: string, height: number = pictureSize.height): Frame {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: { text: cleanText(title), ...(subtitle === "" ? {} : { subtitle: cleanText(subtitle) }) },
    width: pictureSize.width,
    height,
    padding: pictureSize.padding,
    autosize: { type: "fit", contains: "padding" },
    config: theme,
  };
}
