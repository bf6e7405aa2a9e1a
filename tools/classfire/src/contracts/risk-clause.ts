import { type Fact, readFacts } from "./clause-facts.ts";
import type { ClauseType } from "./clause-type.ts";
import { readLines } from "./lines.ts";
import { type DurationUnit, inDays } from "./quantities.ts";
import { readingView } from "./reading-view.ts";
import type { Span } from "./span.ts";

/** A clause as it is weighed: its words, its place in the contract, and what it says in figures. */
export type RiskClause = Span & {
  readonly type: ClauseType;
  readonly text: string;
  has(name: string): boolean;
  texts(name: string): readonly string[];
  /** The longest duration of a name, in days. */
  longest(name: string): number | undefined;
  shortest(name: string): number | undefined;
  /** The highest interest on late payment in percent a year. */
  yearlyInterest(): number | undefined;
};

/** All clauses of a contract, as rules ask for them. */
export type RiskFacts = { readonly all: readonly RiskClause[]; of(type: ClauseType): readonly RiskClause[] };

/** A clause with what can be read from it; the facts come from its words, whoever found them. */
export function riskClause(type: ClauseType, text: string, place: Span): RiskClause {
  const facts = readFacts(type, { start: 0, end: text.length }, text, readingView(text, readLines(text)));
  const named = (name: string): readonly Fact[] => facts.filter((fact) => fact.name === name);
  const days = (name: string): readonly number[] =>
    named(name).flatMap(({ value, unit }) =>
      typeof value === "number" && isUnit(unit) ? [inDays({ value, unit })] : [],
    );
  return {
    type,
    text,
    ...place,
    has: (name) => named(name).length > 0,
    texts: (name) => named(name).map(({ value }) => String(value)),
    longest: (name) => extreme(days(name), Math.max),
    shortest: (name) => extreme(days(name), Math.min),
    yearlyInterest: () =>
      extreme(
        named("interest").flatMap(({ value, unit }) =>
          typeof value !== "number" ? [] : [unit === "percent per month" ? Math.round(value * 1_200) / 100 : value],
        ),
        Math.max,
      ),
  };
}

function extreme(values: readonly number[], pick: (...values: number[]) => number): number | undefined {
  return values.length === 0 ? undefined : pick(...values);
}

function isUnit(unit: string | null): unit is DurationUnit {
  return unit === "days" || unit === "weeks" || unit === "months" || unit === "years";
}
