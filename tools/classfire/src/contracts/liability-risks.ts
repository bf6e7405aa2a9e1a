import type { RiskClause } from "./risk-clause.ts";
import { eitherSide, first, type RiskRule } from "./risk-rule.ts";

/** Risks of who answers for what, of secrets, and of the law. */
export const liabilityRisks: readonly RiskRule[] = [
  {
    factor: "unlimited_liability",
    weight: 0.3,
    matter: /\bliab|damages/i,
    find: ({ of }) =>
      first(
        of("liability"),
        (clause) => clause.has("unlimited") && !clause.has("cap"),
        () => "Liability is expressly without limit.",
      ),
  },
  {
    factor: "uncapped_liability",
    weight: 0.18,
    matter: /\bliab|damages/i,
    usualIn: ["nda", "employment", "lease", "loan", "insurance", "partnership"],
    find: ({ of }) => {
      const clauses = of("liability");
      if (clauses.some((clause) => clause.has("cap") || clause.has("unlimited"))) return undefined;
      return first(
        clauses,
        () => true,
        () => "The clause sets no highest amount for which a party is liable.",
      );
    },
  },
  {
    factor: "one_sided_liability_limit",
    weight: 0.12,
    matter: /\bliab|damages/i,
    usualIn: ["employment", "lease", "loan", "insurance"],
    find: ({ of }) => {
      const clauses = of("liability");
      if (clauses.some(({ text }) => eitherSide.test(text))) return undefined;
      return first(
        clauses,
        ({ text }) => /\b(?:in no event|not be (?:held )?(?:liable|responsible)|liability)\b/i.test(text),
        () => "The limit of liability protects one side alone.",
      );
    },
  },
  {
    factor: "perpetual_confidentiality",
    weight: 0.1,
    matter: /\bconfiden|disclos|secre/i,
    usualIn: ["employment"],
    find: ({ of }) => {
      const clauses = of("confidentiality");
      if (clauses.some((clause) => clause.longest("duration") !== undefined)) return undefined;
      return first(
        clauses,
        (clause) => clause.has("perpetual"),
        () => "The duty to keep secrets never ends.",
      );
    },
  },
  {
    factor: "one_sided_indemnity",
    weight: 0.15,
    matter: /\bindemn|hold harmless/i,
    usualIn: ["loan", "insurance"],
    find: ({ of }) => {
      const clauses = of("indemnity");
      if (clauses.some((clause) => clause.has("mutual") || eitherSide.test(indemnitorsOf(clause)))) return undefined;
      const names = new Set(clauses.flatMap((clause) => clause.texts("indemnitor")));
      const [only] = names;
      return names.size !== 1
        ? undefined
        : first(
            clauses,
            (clause) => clause.texts("indemnitor").length > 0,
            () => `Only ${only} indemnifies the other side.`,
          );
    },
  },
  {
    factor: "conflicting_governing_law",
    weight: 0.1,
    matter: /\bgovern|jurisdiction|conflict/i,
    find: ({ of }) => {
      const clauses = of("governing_law");
      const laws = [...new Set(clauses.flatMap((clause) => clause.texts("jurisdiction").slice(0, 1)).map(plainLaw))];
      return laws.length < 2
        ? undefined
        : first(
            clauses,
            () => true,
            () => `More than one law is named: ${laws.slice(0, 4).join(", ")}.`,
          );
    },
  },
];

function indemnitorsOf(clause: RiskClause): string {
  return clause.texts("indemnitor").join(" ");
}

function plainLaw(name: string): string {
  return name
    .replace(/^(?:the )?(?:State|Commonwealth|Province|Republic|Kingdom) of (?:the )?/i, "")
    .replace(/,.*$/, "")
    .trim();
}
