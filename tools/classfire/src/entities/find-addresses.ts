import type { Found } from "./entity.ts";

const capital = String.raw`\p{Lu}[\p{L}\p{N}.'’-]{0,24}`;
const street =
  "(?:Street|St\\.?|Avenue|Ave\\.?|Boulevard|Blvd\\.?|Road|Rd\\.?|Lane|Ln\\.?|Drive|Dr\\.?|Way|Court|Ct\\.?|Place|Pl\\.?|Square|Sq\\.?|Highway|Hwy\\.?|Parkway|Pkwy\\.?|Plaza|Terrace|Row|Circle|Broadway|Quay)";
const room = String.raw`(?:Suite|Ste\.?|Floor|Fl\.?|Unit|Room|Apt\.?|Building|Bldg\.?)\s{1,2}[\p{L}\p{N}-]{1,6}|\d{1,3}(?:st|nd|rd|th)\s{1,2}Floor|P\.?\s?O\.?\sBox\s\d{1,7}`;
const town = String.raw`${capital}(?:\s${capital}){0,2}`;
const zip = String.raw`(?:\p{Lu}{2}|D\.C\.|${capital}(?:\s${capital})?)\s{1,2}\d{5}(?:-\d{4})?|\p{Lu}{1,2}\d[\p{Lu}\d]?\s\d\p{Lu}{2}`;

const address = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,$€£-])\d{1,5}[A-Z]?(?:[-–]\d{1,5})?\s{1,2}(?:(?:${capital}|\d{1,3}(?:st|nd|rd|th))\s{1,2}){1,4}${street}(?![\p{L}\p{N}])(?:,?\s{1,2}(?:${room}))?(?:,?\s{1,2}${town}(?=,?\s{1,2}(?:${zip})))?(?:,?\s{1,2}(?:${zip})(?![\p{L}\p{N}]))?`,
  "gu",
);

const realm = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:(?:Federal|Democratic|Socialist|Islamic|Arab|United|People['’]s)\s{1,2}){0,3}(?:Republic|Kingdom|Commonwealth|Principality|Province|City|Town|County|District)\s{1,2}of\s{1,2}(?:the\s{1,2})?${capital}(?:\s(?:and\s)?(?!(?:Inc|Corp|LLC|Act|Law)\b)${capital})?(?<![.])`,
  "gu",
);

/** Street addresses, with town and post code where they follow; and realms such as "Republic of Korea". */
export function* findAddresses(text: string): Generator<Found> {
  for (const match of text.matchAll(address)) {
    const end = match.index + match[0].length;
    yield { type: "LOCATION", start: match.index, end, value: match[0].replace(/\s+/g, " ") };
  }
  for (const match of text.matchAll(realm)) {
    const end = match.index + match[0].length;
    yield { type: "LOCATION", start: match.index, end, value: match[0].replace(/\s+/g, " ") };
  }
}
