/** A moment, in milliseconds since 1970, as people and programs are told it. */
export function toIso(moment: number): string {
  return new Date(moment).toISOString();
}
