import { isEscapedReference, isReferenceText } from "#execution/references/reference-text.ts";
import type { Interpolated, Reference, refersTo } from "./builder-types.ts";

/** A text with references in it, until it is known where it stands. */
export class TemplateReference implements Reference<string> {
  declare readonly [refersTo]: string;
  readonly #texts: readonly string[];
  readonly #values: readonly Interpolated[];

  constructor(texts: readonly string[], values: readonly Interpolated[]) {
    this.#texts = texts;
    this.#values = values;
  }

  /** As it stands in a plan: what reads like a reference and is none is escaped. */
  print(printReference: (value: Interpolated) => string | undefined): string {
    let literal = this.#texts[0] ?? "";
    let text = "";
    for (const [index, value] of this.#values.entries()) {
      const reference = printReference(value);
      if (reference === undefined) literal += typeof value === "object" ? "" : String(value);
      else {
        text += `${escapeTemplates(literal)}{{ ${reference} }}`;
        literal = "";
      }
      literal += this.#texts[index + 1] ?? "";
    }
    text += escapeTemplates(literal);
    return isReferenceText(text) || isEscapedReference(text) ? `$${text}` : text;
  }
}

/** `{{ $` in plain text means just that. */
function escapeTemplates(text: string): string {
  return text.replaceAll(/(\{\{[ \t\r\n]*)\$/g, "$1$$$$");
}
