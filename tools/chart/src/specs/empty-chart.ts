import type { TopLevelSpec } from "vega-lite";
import { frame } from "./frame.ts";
import { colors } from "./theme.ts";

/** A picture that says that there is nothing to draw, and why: a report of a quiet day still gets its page. */
export function emptyChart(title: string, reason: string): TopLevelSpec {
  return {
    ...frame(title, "", 200),
    data: { values: [{ text: "No data", reason }] },
    layer: [
      {
        mark: { type: "text", fontSize: 18, fontWeight: "bold", color: colors.rest, dy: -8 },
        encoding: { text: { field: "text", type: "nominal" } },
      },
      {
        mark: { type: "text", fontSize: 11, color: colors.quiet, dy: 16, limit: 560 },
        encoding: { text: { field: "reason", type: "nominal" } },
      },
    ],
  };
}
