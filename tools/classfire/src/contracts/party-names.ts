/** A party as a contract names it: its name, the word it goes by (`Landlord`), and where the name stands. */
export type Party = {
  readonly name: string;
  readonly role: string | undefined;
  readonly start: number;
  readonly end: number;
};

const introduction = /\b(?:between|among|amongst|by|parties:?|with)\b:?(?! and (?:between|among))/i;
const rolePattern =
  /\(?\s?(?:the |each an? |hereinafter |herein |hereafter |collectively |individually |referred to |called |as |and |together |with |its |affiliates |or )*(?:the )?"([^"]{2,50})"/gi;
const splitter =
  /(?:,|;|\)|")? (?:and|AND)(?: between| among)? (?:\(?(?:\d|[ivx]{1,3}|[a-z])[.)] ?)?(?=(?:the )?[A-Z0-9"])|;|(?<=[.)"]) ?\(?\d[.)] /g;
const nameEnds =
  /,? ?\((?!formerly)|,? (?:an?|the) (?:\w+[ -]){0,6}?(?:corporation|company|partnership|limited|individual|llc|bank|trust|person|association|entity|not-for-profit|nonprofit|university|resident|firm|sole|citizen|body|institution|municipal\w*|public|private|duly|organization)\b|,? (?:with|having|whose|located|residing|organi[sz]ed|incorporated|registered|acting|of \d|at \d|through|on behalf|hereinafter|which|who|represented|individually|as (?:landlord|tenant|lessor|lessee|lender|borrower|seller|buyer|agent|licensor|licensee|employer|employee|administrative|guarantor|purchaser)|doing business|d\/b\/a|together|and its|on the)\b|[.;:] |, (?:\d|[A-Z][a-z]+ (?:\d|County|Street))/i;

/** The parties that an opening clause names, in its order; each name once. */
export function findPartyNames(clause: string): readonly Party[] {
  const introduced = introduction.exec(clause);
  const from = introduced === null ? 0 : introduced.index + introduced[0].length;
  const found: Party[] = [];
  for (const piece of piecesOf(clause, from)) {
    const party = partyOf(clause, piece.start, piece.end);
    if (party !== undefined && !found.some(({ name }) => name.toLowerCase() === party.name.toLowerCase()))
      found.push(party);
  }
  return found.slice(0, 12);
}

function piecesOf(clause: string, from: number): readonly { readonly start: number; readonly end: number }[] {
  const pieces: { start: number; end: number }[] = [];
  let start = from;
  for (const match of clause.slice(from).matchAll(splitter)) {
    const end = from + match.index;
    // A name may hold an "and": a piece without a sign of a party's end goes on.
    if (!/[(",]/.test(clause.slice(start, end)) && pieces.length === 0 && !/\b(?:and|AND)\b/.test(match[0])) continue;
    pieces.push({ start, end: end + 1 });
    start = end + match[0].length;
  }
  pieces.push({ start, end: clause.length });
  return pieces;
}

function partyOf(clause: string, start: number, end: number): Party | undefined {
  const piece = clause.slice(start, Math.min(end, start + 600));
  const lead =
    /^[\s,:;"(]*(?:(?:and|by|between|among|the parties|party [ab12]|\(?[0-9a-z]{1,3}[.)])[:\s]+){0,3}/i.exec(piece)?.[0]
      .length ?? 0;
  const rest = piece.slice(lead);
  const stop = nameEnds.exec(rest)?.index ?? rest.length;
  const name = rest.slice(0, stop).replace(/[\s,;:."]+$/, "");
  if (!isName(name)) return undefined;
  const after = rest.slice(stop);
  const role = after.matchAll(rolePattern).next().value?.[1];
  const kept =
    /\b(?:Inc|Co|Corp|Ltd|L\.P|N\.A|S\.A|B\.V|N\.V|LLC|P\.C)$/.test(name) && rest.charAt(name.length) === "."
      ? `${name}.`
      : name;
  return { name: kept, role: role?.replace(/[,.]$/, ""), start: start + lead, end: start + lead + kept.length };
}

function isName(name: string): boolean {
  if (name.length < 3 || name.length > 100 || !/^(?:the )?[A-Z0-9]/.test(name)) return false;
  if (
    /^(?:This|These|It|If|In|The (?:parties|undersigned|following|term)|WHEREAS|Whereas|NOW|Each|All|Any|Agreement|Effective|Date|Collectively|Party|Parties)\b/.test(
      name,
    )
  )
    return false;
  const words = name.split(" ");
  return words.length <= 14 && words.filter((word) => /^[A-Z0-9&("]/.test(word)).length * 2 >= words.length;
}
