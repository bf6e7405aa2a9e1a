import { automatic, convenience } from "./clause-facts.ts";
import type { RiskClause } from "./risk-clause.ts";
import { eitherSide, type Finding, first, type RiskRule } from "./risk-rule.ts";

/** A renewal that must be stopped this long before, or longer, is easily missed. */
const longNoticeDays = 60;
/** Payment due sooner leaves no time for a check. */
const shortPaymentDays = 10;
/** Yearly interest on late payment from which it is a penalty rather than a price. */
const highYearlyInterest = 15;
/** A notice of termination longer than this binds as a term does. */
const longTerminationNoticeDays = 120;
/** A fixed term longer than this is a risk of its own. */
const longTermDays = 5 * 365;

const blank = /_{4,}|\[(?:●|•|\*|insert|name|date|amount|address|company|party)[^\]]{0,40}\]/i;
/** Dots to write on; those of a table of contents lead to a page, or to what a scan's recognition made of the last dots. */
const dottedBlank =
  /(?<!\.)\.{6,}(?!\.)(?![.,]{0,20}[a-z])(?!\s{0,4}(?:\d{1,3}|[ivxl]{1,6})[^\S\n]{0,4}(?:$|\n|[A-Z]|\d{1,2}\.))/;

/** Risks of how long a contract binds, what it costs, and how it ends. */
export const termRisks: readonly RiskRule[] = [
  {
    factor: "unfilled_blanks",
    weight: 0.12,
    matter: /\bblank|incomplete|uncertain/i,
    find: ({ all }) =>
      first(
        all,
        ({ text }) => blank.test(text) || dottedBlank.test(text),
        () => "The clause has blanks that nobody filled in.",
      ),
  },
  {
    factor: "perpetual_term",
    weight: 0.12,
    matter: /\bperpetu|indefinite|term\b/i,
    usualIn: ["employment", "nda"],
    find: ({ of }) =>
      first(
        of("term"),
        (clause) => clause.has("perpetual"),
        () => "The contract runs without end.",
      ),
  },
  {
    factor: "long_fixed_term",
    weight: 0.06,
    matter: /\bterm\b|duration|expir/i,
    usualIn: ["lease", "loan", "insurance", "partnership", "ip_licence"],
    find: ({ of }) => {
      for (const clause of of("term")) {
        const days = clause.longest("duration");
        if (days !== undefined && days > longTermDays)
          return { clause, description: `The term is ${Math.round(days / 365)} years.` };
      }
      return undefined;
    },
  },
  {
    factor: "automatic_renewal_long_notice",
    weight: 0.18,
    matter: /\brenew/i,
    find: ({ of }) => automaticRenewal(of("renewal"), true),
  },
  {
    factor: "automatic_renewal",
    weight: 0.08,
    matter: /\brenew/i,
    find: ({ of }) => automaticRenewal(of("renewal"), false),
  },
  {
    factor: "short_payment_period",
    weight: 0.1,
    matter: /\bpay|invoice/i,
    usualIn: ["lease", "loan", "employment", "insurance"],
    find: ({ of }) => {
      for (const clause of of("payment")) {
        const days = clause.shortest("due");
        if (days !== undefined && days <= shortPaymentDays)
          return { clause, description: `Payment is due within ${days} days.` };
      }
      return undefined;
    },
  },
  {
    factor: "high_late_interest",
    weight: 0.12,
    matter: /\binterest|usur|penalt/i,
    find: ({ of }) => {
      for (const clause of of("payment")) {
        const yearly = clause.yearlyInterest();
        if (yearly !== undefined && yearly >= highYearlyInterest)
          return { clause, description: `Late payment costs ${yearly} % interest a year.` };
      }
      return undefined;
    },
  },
  {
    factor: "one_sided_termination",
    weight: 0.15,
    matter: /\bterminat/i,
    usualIn: ["employment", "insurance", "loan", "lease"],
    find: ({ of }) => {
      const free = of("termination").filter((clause) => clause.has("for_convenience"));
      if (free.some(({ text }) => eitherSide.test(freedomOf(text)))) return undefined;
      const parties = new Set(free.map(({ text }) => terminator(text)).filter((name) => name !== undefined));
      const [only] = parties;
      return parties.size !== 1
        ? undefined
        : first(
            free,
            () => true,
            () => `Only ${only} may end the contract without a reason.`,
          );
    },
  },
  {
    factor: "no_termination_for_convenience",
    weight: 0.1,
    matter: /\bterminat/i,
    usualIn: ["loan", "lease", "sale", "insurance", "partnership", "nda"],
    find: ({ of }) => {
      const clauses = of("termination");
      if (clauses.some((clause) => clause.has("for_convenience"))) return undefined;
      return first(
        clauses,
        () => true,
        () => "The contract can be ended only for a reason.",
      );
    },
  },
  {
    factor: "long_termination_notice",
    weight: 0.07,
    matter: /\bnotice|terminat/i,
    find: ({ of }) => {
      for (const clause of of("termination")) {
        const days = clause.longest("notice");
        if (days !== undefined && days > longTerminationNoticeDays)
          return { clause, description: `Notice of termination takes ${days} days.` };
      }
      return undefined;
    },
  },
];

function automaticRenewal(clauses: readonly RiskClause[], long: boolean): Finding | undefined {
  for (const clause of clauses.filter(({ text }) => text.search(automatic) !== -1)) {
    const days = clause.longest("notice");
    const isLong = days !== undefined && days >= longNoticeDays;
    if (isLong !== long) continue;
    const stop = days === undefined ? "" : `, unless notice is given ${days} days before`;
    return { clause, description: `The contract renews by itself${stop}.` };
  }
  return undefined;
}

function freedomOf(text: string): string {
  return [...text.replace(/\s+/g, " ").matchAll(convenience)]
    .map((match) => around(match.input, match.index, match[0].length))
    .join(" ");
}

function around(text: string, index: number, length: number): string {
  return text.slice(Math.max(0, index - 80), index + length);
}

/** Who may end a contract without a reason, as the sentence names it. */
function terminator(text: string): string | undefined {
  return /\b((?:the )?[A-Z][\w&'-]*(?: [A-Z][\w&'-]*){0,2}) (?:may|shall have the right|has the right|shall be entitled|reserves the right)\b/.exec(
    freedomOf(text),
  )?.[1];
}
