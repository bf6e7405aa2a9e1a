import type { Found } from "./entity.ts";

const section = String.raw`(?:§{1,2}|sections?|sec\.|ss?\.)\s{0,2}\d{1,5}[\p{L}\p{N}.-]{0,12}(?:\([\p{L}\p{N}]{1,5}\)){0,5}(?:\s?[-–,]\s?\d{1,5}\p{L}?(?:\([\p{L}\p{N}]{1,5}\)){0,5}){0,4}`;
const capital = String.raw`\p{Lu}[\p{L}\p{N}'’&-]{0,30}`;
const edge = String.raw`(?<![\p{L}\p{N}])`;
const end = String.raw`(?![\p{L}\p{N}])`;

const cited: readonly RegExp[] = [
  String.raw`${edge}\d{1,2}\s{1,2}(?:U\.?\s?S\.?\s?C\.?(?:\s?A\.?)?|C\.?\s?F\.?\s?R\.?)\s{0,2}(?:(?:§{1,2}|sections?|sec\.|part)\s{0,2})?\d{1,5}[\p{L}\p{N}.-]{0,12}(?:\([\p{L}\p{N}]{1,5}\)){0,5}(?:\s?(?:[-–]|,|and)\s?\d{1,5}\p{L}?(?:\([\p{L}\p{N}]{1,5}\)){0,5}){0,4}`,
  String.raw`${edge}(?:Council\s|Commission\s|Implementing\s|Delegated\s){0,2}(?:Regulation|Directive|Decision)\s{1,2}(?:\((?:EU|EC|EEC|Euratom|EU, Euratom)\)\s{0,2})?(?:No\.?\s{1,2})?\d{2,4}/\d{1,4}(?:/(?:EU|EC|EEC|JHA))?`,
  String.raw`${edge}Pub(?:lic|\.)\s{1,2}L(?:aw|\.)\s{0,2}(?:No\.?\s{0,2})?\d{2,3}[-–]\d{1,4}`,
  String.raw`${edge}Fed\.\s?R\.\s?(?:Civ|Crim|App|Evid)\.(?:\s?P\.)?\s{0,2}\d{1,3}(?:\([\p{L}\p{N}]{1,4}\)){0,4}`,
  String.raw`${edge}\d{1,4}\s{1,2}(?:U\.S\.|S\.\s?Ct\.|F\.(?:\s?Supp\.)?(?:\s?[23]d|\s?4th)?|L\.\s?Ed\.(?:\s?2d)?)\s{1,2}\d{1,5}(?:,\s\d{1,5})?(?:\s{1,2}\((?:[\p{L}\d. ]{0,20}\s)?\d{4}\))?${end}`,
  String.raw`${edge}§{1,2}\s{0,2}\d{1,4}\p{Ll}?(?:\s{1,2}(?:Abs\.|Absatz)\s{0,2}\d{1,2})?(?:\s{1,2}(?:S\.|Satz|Nr\.)\s{0,2}\d{1,2})?\s{1,2}(?:BGB|HGB|AktG|GmbHG|StGB|ZPO|BDSG|DSGVO|EStG|UStG|InsO|UrhG|KSchG|GG)${end}`,
  String.raw`${edge}(?:GDPR|HIPAA|CCPA|CPRA|ERISA|FCPA|FOIA|DMCA|COPPA|FERPA|HITECH|RICO|PIPEDA|LGPD|DSGVO|BGB|Sarbanes-Oxley|Dodd-Frank|RESPA|FCRA|ECOA|FLSA|FMLA)${end}(?!\sAct${end})`,
  String.raw`${edge}(?:${capital}\.?\s){1,3}(?:Code|Stat\.|Rev\. Stat\.|Gen\. Laws)(?:\s(?:Ann\.|tit\.\s\d{1,3},?))?\s{0,2}(?:${section})`,
].map((pattern) => new RegExp(pattern, "gu"));

/** Citations of laws and decisions, in the forms of the United States, the European Union, and Germany. */
export function* findCitations(text: string): Generator<Found> {
  for (const pattern of cited) {
    for (const match of text.matchAll(pattern)) {
      const citation = match[0].replace(/[.,\s-]+$/, "");
      const end = match.index + (/(?:Ct|\d[a-z]|P|U\.S)\.$/.test(match[0]) ? match[0].length : citation.length);
      yield { type: "LAW", start: match.index, end, value: citation.replace(/\s+/g, " ") };
    }
  }
}
