export type SafeRtf = { readonly content: Buffer; readonly removed: number };

const instruction = /\\fldinst(?![a-z])/g;
const longestInstruction = 20_000;
/** Fields that show what they hold, or what the document itself knows. */
const harmlessFields: ReadonlySet<string> = new Set([
  ..."AUTHOR DATE FILENAME FORMCHECKBOX FORMDROPDOWN FORMTEXT HYPERLINK MERGEFIELD NUMPAGES PAGE PAGEREF".split(" "),
  ..."REF SECTION SECTIONPAGES SEQ STYLEREF SYMBOL TIME TITLE TOC".split(" "),
]);

/**
 * RTF whose fields load nothing: instructions of fields that could, or that hide what they are, become a control word
 * without a meaning of the same length, so that the field shows its stored result.
 */
export function withoutLoadingFields(content: Buffer): SafeRtf {
  const rtf = content.toString("latin1");
  let removed = 0;
  const safe = rtf.replace(instruction, (word, at: number) => {
    if (isHarmless(groupFrom(rtf, at + word.length))) return word;
    removed += 1;
    return "\\fldnone";
  });
  return { content: removed === 0 ? content : Buffer.from(safe, "latin1"), removed };
}

/** What follows up to the end of the group; undefined for a group longer than instructions are. */
function groupFrom(rtf: string, start: number): string | undefined {
  let depth = 0;
  const last = Math.min(rtf.length, start + longestInstruction);
  for (let at = start; at < last; at += 1) {
    const sign = rtf[at];
    if (sign === "\\") at += 1;
    else if (sign === "{") depth += 1;
    else if (sign === "}") {
      if (depth === 0) return rtf.slice(start, at);
      depth -= 1;
    }
  }
  return undefined;
}

function isHarmless(group: string | undefined): boolean {
  // Characters by number and destinations that readers skip could hide another field's name.
  if (group === undefined || /\\['*]|\\u-?\d|\\bin/.test(group)) return false;
  const plain = group.replace(/\\[a-z]+-?\d* ?|[{}\r\n]/g, "");
  return harmlessFields.has(/^\s*([A-Za-z]+)(?=\s|$)/.exec(plain)?.[1]?.toUpperCase() ?? "");
}
