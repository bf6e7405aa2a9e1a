import { createHash } from "node:crypto";
import { ownText } from "#results/plain-object.ts";
import type { FoundResult } from "#results/read-results.ts";
import type { Alert } from "#schemas/alert.ts";
import type { AnalysisKind } from "./analysis-kind.ts";

/** An alert before it is known which source it is of. */
export type AlertDraft = Omit<Alert, "id" | "source">;

/** A result, named and told apart from others like it. */
export type Analysis = FoundResult & {
  readonly kind: AnalysisKind;
  readonly source: string;
  /** Its place among results of the same source and column. */
  readonly ordinal: number;
};

/** Names each result by its step, else by its kind, and counts those that would be taken for one another. */
export function nameAnalyses(found: readonly (FoundResult & { readonly kind: AnalysisKind })[]): readonly Analysis[] {
  const seen = new Map<string, number>();
  return found.map((each) => {
    const source = each.step ?? each.kind;
    const key = JSON.stringify([source, ownText(each.result, "value_column")]);
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return { ...each, source, ordinal };
  });
}

/**
 * The alert of a draft. Its id rests on the condition, not on the moment, the value or the severity: the same trouble has
 * the same id for as long as it lasts.
 *
 * @param place what else tells it apart, for example the path of the value
 */
export function finishAlert(
  draft: AlertDraft,
  { source, ordinal }: Pick<Analysis, "source" | "ordinal">,
  place = "",
): Alert {
  return { id: alertId([draft.rule, source, draft.metric, draft.series, ordinal, place]), ...draft, source };
}

export function alertId(parts: readonly unknown[]): string {
  return `alert_${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 24)}`;
}
