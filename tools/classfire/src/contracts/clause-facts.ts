import type { ClauseType } from "./clause-type.ts";
import { findPartyNames } from "./party-names.ts";
import { type Duration, findDurations, money } from "./quantities.ts";
import type { ReadingView } from "./reading-view.ts";
import type { Span } from "./span.ts";

/** Something that a clause says in figures or names, and the words that say it. */
export type Fact = Span & {
  readonly name: string;
  readonly value: string | number | boolean;
  readonly unit: string | null;
  readonly text: string;
};

type Found = Span & { readonly name: string; readonly value: string | number | boolean; readonly unit?: string | null };

/** What can be read from a clause; places are those of the whole text. */
export function readFacts(type: ClauseType, clause: Span, text: string, view: ReadingView): readonly Fact[] {
  const from = view.toView(clause.start);
  const read = view.text.slice(from, view.toView(clause.end));
  return [...readers[type](read)]
    .sort((one, other) => one.start - other.start || one.name.localeCompare(other.name))
    .map(({ name, value, unit = null, start, end }): Fact => {
      const place = view.toText({ start: from + start, end: from + end });
      return { name, value, unit, text: text.slice(place.start, place.end), ...place };
    });
}

const readers: Readonly<Record<ClauseType, (clause: string) => readonly Found[]>> = {
  parties: (clause) =>
    findPartyNames(clause).flatMap(({ name, role, start, end }): readonly Found[] => [
      { name: "party", value: name, unit: role ?? null, start, end },
    ]),
  term: (clause) => [
    ...durationsNear(
      clause,
      "duration",
      /\b(?:term|period|duration|for|remain|continue|expire|effect|force)\b/i,
      /\bnotice\b/i,
    ),
    ...marks(clause, "perpetual", /\b(?:perpetual(?:ly)?|in perpetuity|indefinite(?:ly)?|without limit of time)\b/gi),
    ...dates(clause),
  ],
  payment: (clause) => [
    ...texts(clause, "amount", money, 20),
    ...durationsNear(clause, "due", /\b(?:due|pay(?:able|ment|s)?|paid|invoices?|net|receipt)\b/i),
    ...rates(clause),
  ],
  termination: (clause) => [
    ...durationsNear(clause, "notice", /\bnotice\b/i, /\b(?:cure|remed(?:y|ied)|breach|default|fails?)\b/i),
    ...durationsNear(clause, "cure_period", /\b(?:cured?|remed(?:y|ied)|remains? un)\b/i),
    ...marks(clause, "for_convenience", convenience),
    ...marks(
      clause,
      "for_cause",
      /\b(?:for cause|material(?:ly)? (?:breach|default)\w*|events? of default|good cause|breach(?:es)? (?:of )?(?:this|any|its))/gi,
    ),
  ],
  liability: (clause) => [
    ...marks(clause, "cap", liabilityCap),
    ...texts(clause, "amount", money, 10),
    ...marks(
      clause,
      "excludes_consequential",
      /\b(?:indirect|consequential|incidental|punitive|exemplary)\b[^.;]{0,60}\bdamages?\b/gi,
    ),
    ...marks(
      clause,
      "unlimited",
      /\b(?:unlimited liability|liability[^.;]{0,60}\b(?:unlimited|without limit)|without (?:any )?limit(?:ation)? (?:of|on|to) (?:its )?liability|not be (?:limited|capped))/gi,
    ),
  ],
  confidentiality: (clause) => [
    ...durationsNear(
      clause,
      "duration",
      /\b(?:period|term|for|until|surviv\w+|after|following|expir\w+|terminat\w+)\b/i,
      /\b(?:notice|notify|return|request)\b/i,
    ),
    ...marks(
      clause,
      "perpetual",
      /\b(?:perpetual(?:ly)?|in perpetuity|indefinite(?:ly)?|at any time thereafter|without limit(?:ation)? (?:in|of|as to) time|forever|at all times (?:thereafter|after))\b/gi,
    ),
  ],
  governing_law: (clause) => [
    ...captured(clause, "jurisdiction", jurisdiction),
    ...captured(
      clause,
      "courts",
      /\bcourts? (?:located |sitting |situated )?(?:of|in|for) (?:the )?([A-Z][A-Za-z .,']{2,60}?)(?=[.;]|,? (?:and|shall|for|with|in connection|which|over|to|have|has)\b|$)/g,
    ),
    ...marks(clause, "arbitration", /\b(?:binding )?arbitrat(?:ion|ed|or)\b/gi),
  ],
  renewal: (clause) => [
    ...marks(clause, "automatic", automatic),
    ...durationsNear(clause, "notice", /\b(?:notice|notif\w+|prior to|before|declines?)\b/i, undefined, renewedFor),
    ...renewalPeriods(clause),
  ],
  indemnity: (clause) => [
    ...captured(
      clause,
      "indemnitor",
      /\b((?:each|either) (?:party|of the parties)|both parties|(?:the )?[A-Z][\w&'-]*(?: [A-Z][\w&'-]*){0,3}|you|we)(?:,[^.;]{0,80},)? (?:shall|will|agrees? to|hereby agrees? to|must|hereby)(?: \w+,?){0,6}? indemnif/g,
    ),
    ...marks(
      clause,
      "mutual",
      /\b(?:each party|each of the parties|both parties|either party|mutual(?:ly)?|the (?:parties|other party)) (?:\w+ ){0,6}?indemnif|\bindemnifying party\b/gi,
    ),
  ],
};

/** Words by which a contract may be ended for no reason. */
export const convenience: RegExp =
  /\b(?:(?:terminat\w+|cancel\w*)[^.;]{0,120}?\b(?:for (?:its |any )?convenience|without (?:any )?(?:cause|reason)|for any (?:or no )?reason|at any time|with or without cause|for no reason|in its sole discretion|at will)|(?:at any time|without cause|for convenience|for any reason|at its sole discretion)[^.;]{0,80}?\bterminat\w+|(?:either party|each party|party|client|customer|company|consultant) may (?:also )?terminate (?:this|the) \w+ (?:by|upon|on|with)[^.;]{0,60}\bnotice\b)/gi;
const liabilityCap =
  /\b(?:(?:total|aggregate|maximum|cumulative|entire|overall|collective)\b[^.;]{0,60}\bliabilit(?:y|ies)|liabilit(?:y|ies)|damages)\b[^.;]{0,240}?\b(?:exceed|limited to|capped at|greater (?:of|than)|in excess of)\b[^.;]{0,200}/gi;
/** Words by which a term goes on unless somebody acts. */
export const automatic: RegExp =
  /\b(?:auto-?matic(?:ally)?|tacitly|evergreen)\b|\b(?:shall|will)(?: be| thereafter| then)? (?:renew(?:ed)?|extend(?:ed)?|continue)\b[^.;]{0,120}?\bunless\b/gi;
const jurisdiction =
  /\b(?:(?:laws?|rules|LAWS?) (?:of|in force in|and regulations of|OF) (?:the |THE )?((?:(?:State|Commonwealth|Province|Republic|Kingdom|District|Federal Republic|People's Republic|United States|Grand Duchy|Principality|STATE|COMMONWEALTH|PROVINCE|REPUBLIC) (?:of|OF) (?:the |THE )?)?[A-Z][A-Za-z'-]*(?:(?: of| and| the)? [A-Z][A-Za-z'-]*){0,3}(?:, (?:U\.S\.A\.|England|Canada|India|Australia|USA|CANADA))?)|(?:by|with|under) (?:the )?([A-Z][a-z]+(?: [A-Z][a-z]+)?) law\b)/g;

function marks(clause: string, name: string, pattern: RegExp): readonly Found[] {
  const match = clause.matchAll(pattern).next().value;
  if (match === undefined) return [];
  return [{ name, value: true, start: match.index, end: match.index + match[0].length }];
}

function texts(clause: string, name: string, pattern: RegExp, most: number): readonly Found[] {
  return [...clause.matchAll(pattern)]
    .slice(0, most)
    .map((match) => ({ name, value: match[0].trim(), start: match.index, end: match.index + match[0].length }));
}

function captured(clause: string, name: string, pattern: RegExp): readonly Found[] {
  const seen = new Set<string>();
  const found: Found[] = [];
  for (const match of clause.matchAll(pattern)) {
    const words = match[1] ?? match[2] ?? "";
    const value = words.trim().replace(/[.,]$/, "");
    if (value === "" || seen.has(value)) continue;
    seen.add(value);
    const start = match.index + match[0].lastIndexOf(words);
    found.push({ name, value, start, end: start + words.length });
  }
  return found;
}

/** Durations whose sentence speaks of one thing near them, and not of another. */
function durationsNear(
  clause: string,
  name: string,
  near: RegExp,
  unlike?: RegExp,
  notAfter?: RegExp,
): readonly Found[] {
  return findDurations(clause)
    .filter((duration) => {
      const around = surroundings(clause, duration);
      const before = clause.slice(Math.max(0, duration.start - reach), duration.start);
      return near.test(around) && !(unlike?.test(around) ?? false) && !(notAfter?.test(before) ?? false);
    })
    .map(({ value, unit, start, end }) => ({ name, value, unit, start, end }));
}

const renewedFor =
  /\b(?:successive|additional|further|consecutive|subsequent|another|renewal|extension|renew\w*|extend\w*|for)\b(?: (?:for|an?|one|up|to|(?:\w+ ){0,2}?(?:terms?|periods?)|of|each|the|additional|successive|further|two))*\s*\(?$/i;

/** How long a contract is renewed for: durations that stand right behind words of renewal. */
function renewalPeriods(clause: string): readonly Found[] {
  return findDurations(clause)
    .filter(({ start }) => renewedFor.test(clause.slice(Math.max(0, start - reach), start)))
    .map(({ value, unit, start, end }) => ({ name: "period", value, unit, start, end }));
}

const reach = 70;

function surroundings(clause: string, { start, end }: Duration): string {
  const before = clause.slice(Math.max(0, start - reach), start);
  const after = clause.slice(end, end + reach);
  return `${before.slice(Math.max(before.lastIndexOf(". "), before.lastIndexOf("; ")) + 1)} ${after.split(/[.;] /)[0] ?? ""}`;
}

function rates(clause: string): readonly Found[] {
  const pattern =
    /(\d{1,3}(?:\.\d+)?) ?(?:%|percent|per cent)\)?(?: interest)?[^.;%]{0,30}?\b(?:per|a|each) (month|annum|year)\b|\b(?:late|overdue|past due|interest)\b[^.;]{0,120}?(\d{1,3}(?:\.\d+)?) ?(?:%|percent|per cent)\)?(?: (?:per|a|each) (month|annum|year)\b)?/gi;
  return [...clause.matchAll(pattern)].slice(0, 5).flatMap((match): readonly Found[] => {
    const [whole, rate = "", per, late, latePer] = match;
    const span = { start: match.index, end: match.index + whole.length };
    if (late !== undefined)
      return [{ name: "interest", value: Number(late), unit: rateUnit(latePer ?? "year"), ...span }];
    const about = clause.slice(Math.max(0, match.index - 100), match.index + whole.length);
    return /\b(?:interest|late|overdue|past due|unpaid)\b/i.test(about)
      ? [{ name: "interest", value: Number(rate), unit: rateUnit(per), ...span }]
      : [];
  });
}

function rateUnit(per: string | undefined): string {
  return per?.toLowerCase() === "month" ? "percent per month" : "percent per year";
}

function dates(clause: string): readonly Found[] {
  const pattern =
    /\b(?:(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2},? \d{4}|\d{1,2}(?:st|nd|rd|th)? (?:day of )?(?:January|February|March|April|May|June|July|August|September|October|November|December),? \d{4}|\d{4}-\d{2}-\d{2})\b/g;
  return [...clause.matchAll(pattern)].slice(0, 4).map((match) => {
    const before = clause.slice(Math.max(0, match.index - 60), match.index);
    const ends =
      /\b(?:until|through|expir\w*|end(?:s|ing)?|terminat\w*|to) (?:on |upon |and including |midnight on )?$/i.test(
        before,
      );
    return {
      name: ends ? "expires_on" : "starts_on",
      value: match[0],
      start: match.index,
      end: match.index + match[0].length,
    };
  });
}
