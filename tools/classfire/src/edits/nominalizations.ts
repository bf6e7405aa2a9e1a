import type { Phrase } from "./phrases.ts";

type Forms = readonly [base: string, third: string, past: string, gerund: string];

const light: ReadonlyMap<string, Forms> = new Map([
  ["make", ["make", "makes", "made", "making"]],
  ["give", ["give", "gives", "gave", "giving"]],
  ["conduct", ["conduct", "conducts", "conducted", "conducting"]],
  ["perform", ["perform", "performs", "performed", "performing"]],
  ["carry out", ["carry out", "carries out", "carried out", "carrying out"]],
  ["provide", ["provide", "provides", "provided", "providing"]],
  ["reach", ["reach", "reaches", "reached", "reaching"]],
  ["have", ["have", "has", "had", "having"]],
  ["take", ["take", "takes", "took", "taking"]],
  ["come to", ["come to", "comes to", "came to", "coming to"]],
  ["undertake", ["undertake", "undertakes", "undertook", "undertaking"]],
]);

/** Verbs that hide in nouns: the light verbs, the rest of the phrase, and the verb in four forms with what follows it. */
const hidden: readonly (readonly [verbs: string, rest: string, forms: string, after: string])[] = [
  ["make|reach|come to", "a decision", "decide decides decided deciding", ""],
  ["make", "use of", "use uses used using", ""],
  ["make", "an attempt to", "try tries tried trying", " to"],
  ["make", "changes to", "change changes changed changing", ""],
  ["make", "an improvement to", "improve improves improved improving", ""],
  ["make", "improvements to", "improve improves improved improving", ""],
  ["make", "a recommendation that", "recommend recommends recommended recommending", " that"],
  ["make", "an assumption that", "assume assumes assumed assuming", " that"],
  ["give", "consideration to", "consider considers considered considering", ""],
  ["take", "into consideration", "consider considers considered considering", ""],
  ["give", "an explanation of", "explain explains explained explaining", ""],
  ["provide", "an explanation of", "explain explains explained explaining", ""],
  ["provide", "a description of", "describe describes described describing", ""],
  ["provide", "assistance to", "help helps helped helping", ""],
  ["provide", "support to", "support supports supported supporting", ""],
  ["provide", "a summary of", "summarize summarizes summarized summarizing", ""],
  ["conduct|perform|carry out|undertake", "an analysis of", "analyze analyzes analyzed analyzing", ""],
  [
    "conduct|perform|carry out|undertake",
    "an investigation of",
    "investigate investigates investigated investigating",
    "",
  ],
  [
    "conduct|perform|carry out|undertake",
    "an investigation into",
    "investigate investigates investigated investigating",
    "",
  ],
  ["conduct|perform|carry out|undertake", "an evaluation of", "evaluate evaluates evaluated evaluating", ""],
  ["conduct|perform|carry out|undertake", "an assessment of", "assess assesses assessed assessing", ""],
  ["conduct|perform|carry out|undertake", "a review of", "review reviews reviewed reviewing", ""],
  ["conduct|perform|carry out|undertake", "an inspection of", "inspect inspects inspected inspecting", ""],
  ["reach", "a conclusion that", "conclude concludes concluded concluding", " that"],
  ["come to", "the conclusion that", "conclude concludes concluded concluding", " that"],
  ["reach", "an agreement on", "agree agrees agreed agreeing", " on"],
  ["have", "a discussion about", "discuss discusses discussed discussing", ""],
  ["have", "an effect on", "affect affects affected affecting", ""],
  ["have", "an impact on", "affect affects affected affecting", ""],
];

/** Every phrase in every form, with the verb in the same form. */
export const nominalizations: readonly Phrase[] = hidden.flatMap(([verbs, rest, forms, after]) =>
  verbs.split("|").flatMap((verb) =>
    (light.get(verb) ?? []).map((form, index) => ({
      phrase: `${form} ${rest}`,
      replacement: `${forms.split(" ")[index] ?? ""}${after}`,
      kind: "nominalization" as const,
    })),
  ),
);
