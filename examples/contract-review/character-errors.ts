/** The share of characters that must be put in, taken out or changed to make one text of the other (Levenshtein distance). */
export function characterErrorRate(read: string, known: string): number {
  let distances = Array.from({ length: known.length + 1 }, (_, column) => column);
  for (let row = 0; row < read.length; row += 1) {
    const next = [row + 1];
    for (let column = 0; column < known.length; column += 1) {
      const changed = (distances[column] ?? 0) + (read[row] === known[column] ? 0 : 1);
      next.push(Math.min(changed, (next[column] ?? 0) + 1, (distances[column + 1] ?? 0) + 1));
    }
    distances = next;
  }
  return (distances.at(-1) ?? 0) / known.length;
}
