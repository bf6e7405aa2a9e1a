import { isCommonWord, lookUp } from "./gazetteer.ts";
import {
  capitalForms,
  demonyms,
  functionWords,
  honorifics,
  legalForms,
  monthsAndDays,
  ofHeads,
  rareForms,
  strongHeads,
  weakHeads,
} from "./name-words.ts";
import type { Token } from "./tokens.ts";

type CapitalToken = Token & { readonly shape: "capital" | "upper" };

/** Places of tokens in a sentence: from the first to the last that belong to a name. */
export type TokenRange = { readonly first: number; readonly last: number };

/** Whether a token begins with a capital letter. */
export function isCapital(token: Token | undefined): token is CapitalToken {
  return token !== undefined && (token.shape === "capital" || token.shape === "upper");
}

export function isLegalForm(token: Token | undefined): boolean {
  return isCapital(token) ? legalForms.has(token.lower) || capitalForms.has(token.text) : token?.lower === "gmbh";
}

/** Forms that are common words: only a name before them makes a company of them. */
const wordForms = /^(?:company|corporation|limited|co|as|se)\.?$/;
const afterForms = /^(?:&|co\.?|kg|ltd\.?|llc|inc\.?|limited|kgaa|n\.v\.|b\.v\.|a\.g\.|lp|l\.p\.)$/;

/** Companies by their legal forms, with what stands before and between: "Procter & Gamble Co.", "Acme Widgets, Inc." */
export function findCompanies(tokens: readonly Token[]): readonly TokenRange[] {
  const found: TokenRange[] = [];
  let free = 0;
  for (let at = 1; at < tokens.length; at += 1) {
    const isRare = rareForms.has(tokens[at]?.text ?? "");
    if (!isRare && !isLegalForm(tokens[at])) continue;
    const first = nameStart(tokens, at, free);
    if (isRare && !isFirm(tokens, first, at)) continue;
    const last = formsEnd(tokens, at);
    if (first < at && isName(tokens, first, at)) {
      found.push({ first, last });
      free = last + 1;
    }
    at = last;
  }
  return found;
}

/** "Pike & Wren PC", "Wren Architects, PC"; but no list such as "Xbox One, PC, and Mac". */
function isFirm(tokens: readonly Token[], first: number, at: number): boolean {
  const name = tokens.slice(first, at);
  if (name.some(({ text }) => text === "&")) return true;
  const [next, afterNext] = tokens.slice(at + 1, at + 3);
  const listed = next?.text === "," ? afterNext : next;
  const goesOn = /^(?:and|or)$/.test(listed?.lower ?? "") || isCapital(listed);
  return name.at(-1)?.text === "," && name.filter(isCapital).length > 1 && !goesOn;
}

/** Several forms in a row: "Co., Ltd.", "GmbH & Co. KG". */
function formsEnd(tokens: readonly Token[], at: number): number {
  let last = at;
  while (last + 1 < tokens.length) {
    const next = tokens[last + 1];
    const isPlaced = next?.text === "(" && isCapital(tokens[last + 2]) && tokens[last + 3]?.text === ")";
    if (isPlaced && isLegalForm(tokens[last + 4])) {
      last += 4;
      continue;
    }
    const afterNext = tokens[last + 2];
    const skips = next?.text === "," || next?.text === "&";
    const form = skips ? afterNext : next;
    const isForm = form !== undefined && (isLegalForm(form) || afterForms.test(form.lower)) && isCapital(form);
    if (!isForm || (next?.text === "," && !form.follows)) break;
    last += skips ? 2 : 1;
  }
  return last;
}

function nameStart(tokens: readonly Token[], at: number, free: number): number {
  let first = at;
  for (let left = at - 1; left >= free && at - left < 12; left -= 1) {
    const token = tokens[left];
    const right = tokens[left + 1];
    if (token === undefined || right === undefined) break;
    if (isCapital(token) || token.shape === "number") {
      if (!joinsRight(token, right) || stopsName(tokens, left)) break;
      if (isCapital(token)) first = left;
      else if (!isCapital(tokens[left - 1]) || token.text.length > 4) {
        if (token.text.length <= 3 && /\p{L}/u.test(token.text)) first = left;
        break;
      }
    } else if (token.text === "," || token.text === ")" ? left !== at - 1 : !joinsInside(tokens, left)) break;
  }
  return first;
}

function joinsRight(token: Token, right: Token): boolean {
  return right.follows && right.start - token.end <= 3;
}

/** Words that begin a sentence or a phrase before a name. */
function stopsName(tokens: readonly Token[], left: number): boolean {
  const token = tokens[left];
  if (token === undefined || (isLegalForm(token) && left > 0 && !/^(?:company|limited|as|se)$/.test(token.lower)))
    return true;
  if (functionWords.has(token.lower) && !/^(?:new|first|one|two|three|four|five|seven|us|us\.)$/.test(token.lower))
    return true;
  if (monthsAndDays.has(token.lower)) return true;
  return /^(?:ceo|cfo|president|chairman|director|manager|officer|treasurer|secretary|title|name|agreement|section|article|between|parties|party|borrower|lender|seller|buyer|purchaser|licensor|licensee|landlord|tenant|lessor|lessee|employer|guarantor|agent|holder|issuer|whereas)$/.test(
    token.lower,
  );
}

function joinsInside(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  if (token?.text === "(" && isCapital(before) && isCapital(after)) return tokens[at + 2]?.text === ")";
  if (token === undefined || !isCapital(before) || !isCapital(after)) return false;
  if (/^[&+/]$/.test(token.text)) return true;
  if (token.text === "." || token.text === "-") return token.start === before.end;
  if (token.lower === "of") return ofHeads.has(before.lower) || before.lower === "company";
  if (token.lower === "and")
    return (
      !isCapital(tokens[at - 2]) &&
      (isLegalForm(tokens[at + 2]) || tokens[at + 2]?.text === ",") &&
      !isLegalForm(before)
    );
  return /^(?:de|du|la|le|les|des|der|die|van|von|di|del|da)$/.test(token.lower);
}

/** "The Company" names nothing: before a form that is a word, a name must stand that is more than a common word. */
function isName(tokens: readonly Token[], first: number, at: number): boolean {
  const form = tokens[at];
  const names = tokens.slice(first, at).filter(isCapital);
  if (names.length === 0) return false;
  const onlyHonorific = names.length === 1 && honorifics.has(names[0]?.lower ?? "");
  if (onlyHonorific) return false;
  if (form === undefined || !wordForms.test(form.lower)) return true;
  const isHead = ({ lower }: Token): boolean => strongHeads.has(lower) || weakHeads.has(lower);
  return (
    names.some((name) => !isCommonWord(name.lower) || lookUp(name.lower) !== undefined || demonyms.test(name.lower)) ||
    (names.length > 1 && names.some(isHead))
  );
}
