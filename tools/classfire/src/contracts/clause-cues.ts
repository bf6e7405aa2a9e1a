import type { ClauseType } from "./clause-type.ts";
import { courseCues } from "./course-cues.ts";
import type { ClauseCues } from "./cue.ts";
import { riskCues } from "./risk-cues.ts";

/** The cues of each kind of clause but the parties, which are found by how a contract opens. */
export const clauseCues: Readonly<Record<Exclude<ClauseType, "parties">, ClauseCues>> = { ...courseCues, ...riskCues };
