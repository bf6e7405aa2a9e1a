import { createHash } from "node:crypto";

/** What the providers of language models take as a function's name. */
const maxLength = 64;

/**
 * The name of an operation as a function of a language model: `tool__operation`. Where that would be too long, or could
 * be split in more than one way, a part of a hash stands at the end.
 */
export function definitionName(tool: string, operation: string): string {
  const plain = `${tool}__${operation}`;
  if (plain.length <= maxLength && /^[^_]+(?:_[^_]+)*__[^_]+(?:_[^_]+)*$/.test(plain)) return plain;
  const hash = createHash("sha256").update(`${tool}.${operation}`).digest("hex").slice(0, 12);
  return `${plain.slice(0, maxLength - hash.length - 2)}__${hash}`;
}
