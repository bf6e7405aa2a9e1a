import type { ToolContext } from "@aiecs/core/toolkit";
import { checkAnalyses } from "#alerts/check-analyses.ts";
import type { SearchInstance } from "#instance/search-instance.ts";
import { readResults } from "#results/read-results.ts";
import type { CheckAlertConditionsParams, CheckAlertConditionsResult } from "#schemas/check-alert-conditions.ts";

/** Tells which conditions are met. Rules of the call stand before those of the config of the same name. */
export function checkAlertConditions(
  { analysis, rules = [], default_rules: useDefaultRules }: CheckAlertConditionsParams,
  { instance, userId }: Pick<ToolContext<SearchInstance>, "instance" | "userId">,
): CheckAlertConditionsResult {
  const { config, held, now } = instance;
  const names = new Set(rules.map(({ name }) => name));
  return checkAnalyses(readResults(analysis, "analysis"), {
    rules: [...rules, ...config.rules.filter(({ name }) => !names.has(name))],
    useDefaultRules,
    held,
    owner: userId ?? "",
    nowMs: now(),
  });
}
