/** From the mark that opens a block of code to the one that closes it, or to the end. */
const block = /^ *(```|~~~)[^]*?(?:^ *\1|(?![^]))/gm;

/** A passage apart into what is told and the blocks of code in it. */
export function proseAndCode(text: string): { readonly prose: string; readonly code: string } {
  if (!text.includes("```") && !text.includes("~~~")) return { prose: text, code: "" };
  const code: string[] = [];
  const prose = text.replace(block, (whole) => {
    code.push(whole);
    return "\n";
  });
  return { prose, code: code.join("\n") };
}
