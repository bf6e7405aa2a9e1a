import type { Found } from "./entity.ts";
import type { Token } from "./tokens.ts";

const kinds: ReadonlySet<string> = new Set(
  "act acts code regulation regulations directive ordinance statute statutes convention treaty constitution law rules amendment".split(
    " ",
  ),
);
const within: ReadonlySet<string> = new Set("of and for on the in to against or with".split(" "));
/** What makes no name of a law of a kind before it. */
const unnamed: ReadonlySet<string> = new Set(
  "the this that these those such any all each said under a an no other applicable governing by if in pursuant zip postal area source tax dress bar qr promo new federal state local international relevant criminal civil whereas business see both section article its their our".split(
    " ",
  ),
);
const amendments =
  /^(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|thirteenth|fourteenth|fifteenth|nineteenth)$/;
const goesOn = /^(?:convention|treaty|constitution|rules|code|law|statute|regulations?|act)$/;
const years = /^(?:1[6-9]|20)\d\d$/;

/** Laws by their names: "the Data Protection Act 2018", "Securities Act of 1933", "Internal Revenue Code". */
export function* findNamedLaws(tokens: readonly Token[]): Generator<Found> {
  for (let at = 0; at < tokens.length; at += 1) {
    const kind = tokens[at];
    if (kind === undefined || (kind.shape !== "capital" && kind.shape !== "upper") || !kinds.has(kind.lower)) continue;
    const first = startOf(tokens, at);
    const last = endOf(tokens, at);
    const named = at - first;
    const tailed = last > at;
    if (named === 0 && !(tailed && /^(?:constitution|convention|treaty|rules)$/.test(kind.lower))) continue;
    if (!isNameOf(tokens, first, at)) continue;
    const [from, to] = [tokens[first], tokens[last]];
    if (from === undefined || to === undefined) continue;
    const value = tokens
      .slice(first, last + 1)
      .map((token, index) => (index > 0 && token.follows && token.shape !== "mark" ? ` ${token.text}` : token.text))
      .join("");
    yield { type: "LAW", start: from.start, end: to.end, value };
    at = last;
  }
}

/** The first token of the name that ends at the kind: capitals to its left, and small words between capitals. */
function startOf(tokens: readonly Token[], at: number): number {
  let first = at;
  for (let left = at - 1; left >= 0 && at - left < 14; left -= 1) {
    const token = tokens[left];
    if (token === undefined || tokens[left + 1]?.follows !== true) break;
    if (token.shape === "capital" || token.shape === "upper") {
      if (unnamed.has(token.lower) || kinds.has(token.lower)) break;
      first = left;
    } else if (token.text === "," && isListed(tokens, left, at)) continue;
    else if (!(within.has(token.lower) && token.shape === "lower") && !/^[&-]$/.test(token.text)) break;
    else if (token.lower === "the" && !within.has(tokens[left - 1]?.lower ?? "")) break;
    else if (
      /^(?:of|in|to|with|on)$/.test(token.lower) &&
      /^(?:section|article|part|title|chapter|party|parties|accordance|compliance|agreement)$/.test(
        tokens[left - 1]?.lower ?? "",
      )
    )
      break;
  }
  return first;
}

/** "Copyright, Designs and Patents": a comma between capitals, with "and" to come. */
function isListed(tokens: readonly Token[], comma: number, at: number): boolean {
  const after = tokens.slice(comma + 1, at);
  const isNamed = [tokens[comma - 1], after[0]].every((token) => token?.shape === "capital");
  return isNamed && after.some(({ lower }) => lower === "and") && after.length <= 8;
}

/** The last token: a year, a country in brackets, and what a convention is on. */
function endOf(tokens: readonly Token[], at: number): number {
  let last = at;
  if (goesOn.test(tokens[at]?.lower ?? "")) last = objectEnd(tokens, at);
  const [next, inner, third] = [tokens[last + 1], tokens[last + 2], tokens[last + 3]];
  if (next?.text === "(" && /^(?:UK|US|Cth|NSW|EU|Canada|Ireland)$/.test(inner?.text ?? "") && third?.text === ")")
    last += 3;
  const [tail, after] = [tokens[last + 1], tokens[last + 2]];
  if (tail !== undefined && years.test(tail.text)) return last + 1;
  if (tail !== undefined && after !== undefined && /^(?:of|,)$/.test(tail.lower) && years.test(after.text))
    return last + 2;
  return last;
}

/** "Convention on Contracts for the International Sale of Goods": small words and capitals, ending in a capital. */
function objectEnd(tokens: readonly Token[], at: number): number {
  const kind = tokens[at]?.lower ?? "";
  const opening = tokens[at + 1]?.lower ?? "";
  const opens =
    kind === "convention" || kind === "treaty"
      ? /^(?:on|for|of)$/
      : kind === "rules" || kind === "code" || kind === "constitution"
        ? /^of$/
        : /^\0$/;
  if (!opens.test(opening)) return at;
  let last = at;
  for (let right = at + 1; right < tokens.length && right - at < 14; right += 1) {
    const token = tokens[right];
    if (token === undefined || !token.follows) break;
    if (token.shape === "capital" || token.shape === "upper") last = right;
    else if (!within.has(token.lower)) break;
  }
  return last;
}

function isNameOf(tokens: readonly Token[], first: number, at: number): boolean {
  const kind = tokens[at]?.lower ?? "";
  const names = tokens.slice(first, at).filter(({ shape }) => shape === "capital" || shape === "upper");
  if (kind === "amendment")
    return names.length === 1 && amendments.test(names[0]?.lower ?? "") && tokens[at + 1]?.lower !== "to";
  const words = new Set(names.map(({ lower }) => lower));
  if (kind === "rules" || kind === "law")
    return names.length >= 2 || (kind === "rules" && tokens[at + 1]?.lower === "of");
  if (
    kind === "code" &&
    tokens[at + 1]?.lower === "of" &&
    /^(?:conduct|ethics|practice)$/.test(tokens[at + 2]?.lower ?? "")
  )
    return false;
  if (kind.startsWith("regulation")) return names.length >= 2 || tokens[at + 1]?.text === "(";
  return names.length > 0 && !words.has("agreement");
}
