/** A word in lower case without the ending of plural, so that "factories" and "factory" count as one. */
export function baseForm(word: string): string {
  const lower = word.toLowerCase().slice(0, 60);
  if (lower.length > 5 && lower.endsWith("ies")) return `${lower.slice(0, -3)}y`;
  if (lower.length > 5 && /(?:ss|sh|ch|x)es$/.test(lower)) return lower.slice(0, -2);
  return lower.length > 3 && /[^siu]s$/.test(lower) ? lower.slice(0, -1) : lower;
}
