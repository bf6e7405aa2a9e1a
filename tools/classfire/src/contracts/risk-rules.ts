import { liabilityRisks } from "./liability-risks.ts";
import type { RiskRule } from "./risk-rule.ts";
import { termRisks } from "./term-risks.ts";

/** All risks that are looked for. */
export const riskRules: readonly RiskRule[] = [...termRisks, ...liabilityRisks];
