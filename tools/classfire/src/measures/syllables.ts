const vowels = /[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœ]+/g;
/** Vowels that stand together and are spoken apart: cre-ate, sci-ence, var-i-ous. */
const apart =
  /creat(?!ure)|area|idea|eum|yee|[^ctgsx]ious|[^ctgs]ial|ia(?!l|n\b|ge)|io(?!n|us)|ium|iu[ms]|(?<!t|anc|ffic)ie(?=n[ct]|ty?$)|[^qg]ua(?=l|t)|[aou]ing|ying|sm$/g;
/** An e that is not spoken within a word, before an ending or in a compound. */
const silentInside = /[^aeiou]e(?=(?:ful|ness|less|ment|ly)|be$|ry$)|(?<=p)eo(?=ple)|(?<=bus)i(?=ness)/g;

/** Syllables of an English word, by its groups of vowels, without those that are silent. */
export function countSyllables(word: string): number {
  const lower = word
    .slice(0, 60)
    .toLowerCase()
    .replace(/['’]s$|[^\p{L}]/gu, "");
  const groups = lower.match(vowels)?.length ?? 0;
  const isSilent = /(?:[^aeiouytd]ed|[^aeiouyl]e|[^aeiouysxzhgc]es)$/.test(lower) || /(?:[aeiouy]l|rl)e$/.test(lower);
  const before = isSilent ? 1 : 0;
  const inside = lower.replace(/people/g, "peple").match(silentInside)?.length ?? 0;
  return Math.max(1, groups - before - inside + (lower.match(apart)?.length ?? 0));
}
