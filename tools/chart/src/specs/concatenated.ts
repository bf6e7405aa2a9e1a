import type { TopLevelSpec } from "vega-lite";
import { cleanText } from "#wording/clean-text.ts";
import { theme } from "./theme.ts";

/** Several charts below each other as one specification, in the one look they share. */
export function concatenated(title: string, specs: readonly TopLevelSpec[]): object {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: cleanText(title),
    config: theme,
    // Each chart keeps its own colours: blue is not the same thing in all of them.
    resolve: { scale: { color: "independent" } },
    vconcat: specs.map(
      ({ $schema: _schema, config: _config, autosize: _autosize, padding: _padding, ...view }) => view,
    ),
  };
}
