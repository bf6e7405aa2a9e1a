import nlp from "compromise/two";
import { isEnglishWord } from "#language/wink.ts";
import { givenNames, organizations as moreOrganizations, places as morePlaces, surnames } from "./known-names.ts";

/** What a name in lower case, of one word or several, is known as. */
export type Known = { first: boolean; last: boolean; place: boolean; organization: boolean; person: boolean };

const kinds: ReadonlyMap<string, keyof Known> = new Map([
  ["MaleName", "first"],
  ["FemaleName", "first"],
  ["FirstName", "first"],
  ["LastName", "last"],
  ["Person", "person"],
  ["City", "place"],
  ["Country", "place"],
  ["Region", "place"],
  ["Place", "place"],
  ["Organization", "organization"],
  ["SportsTeam", "organization"],
]);

/** Of the places and companies of the word list, those that are other words more often. */
const misleading: ReadonlySet<string> = new Set(
  "rd st dist mt ave blvd cl cres dept univ assn inc ltd co corp hwy pl pk sq ct ca us of reading nice march mobile date turkey gap target apple visa shell total orange polo chase capital us weekly the guardian people time fortune life ford may will mark".split(
    " ",
  ),
);

let known: ReadonlyMap<string, Known> | undefined;

/** Names of people, places and organisations: compromise's word list, made into a map once per thread, and some more. */
export function lookUp(name: string): Known | undefined {
  known ??= createGazetteer();
  return known.get(name);
}

/** Whether a word in lower case is one of the language rather than a name. */
export function isCommonWord(word: string): boolean {
  if (isEnglishWord(word)) return true;
  return (
    (word.endsWith("s") && isEnglishWord(word.slice(0, -1))) ||
    (word.endsWith("ed") && isEnglishWord(word.slice(0, -2)))
  );
}

function createGazetteer(): ReadonlyMap<string, Known> {
  const names = new Map<string, Known>();
  const add = (name: string, kind: keyof Known): void => {
    const entry = names.get(name) ?? { first: false, last: false, place: false, organization: false, person: false };
    entry[kind] = true;
    names.set(name, entry);
  };
  for (const [name, tags] of lexicon()) {
    for (const tag of tags) {
      const kind = kinds.get(tag);
      if (kind !== undefined && !misleading.has(name)) add(name, kind);
    }
  }
  for (const name of morePlaces) add(name, "place");
  for (const name of moreOrganizations) add(name, "organization");
  for (const name of givenNames) add(name, "first");
  for (const name of surnames) add(name, "last");
  return names;
}

/** The word list within the model, whose type the library does not tell. */
function* lexicon(): Generator<readonly [string, readonly string[]]> {
  const one = propertyOf(nlp.model(), "one");
  for (const [name, tags] of Object.entries(Object(propertyOf(one, "lexicon")))) {
    const all: readonly unknown[] = Array.isArray(tags) ? tags : [tags];
    yield [name, all.filter((tag) => typeof tag === "string")];
  }
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
