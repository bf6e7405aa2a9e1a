/** The reply of a script that gives a list of numbers. */
export function toNumbers(reply: unknown): number[] {
  return Array.isArray(reply) ? reply.map(Number) : [];
}
