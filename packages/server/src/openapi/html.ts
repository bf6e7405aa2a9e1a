/** Text in which nothing of HTML is left. */
export type Html = { readonly html: string };

/** HTML from a template: what is put in is escaped, unless it is HTML itself. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  const parts = strings.map((text, index) => (index === 0 ? text : toHtml(values[index - 1] ?? "") + text));
  return { html: parts.join("") };
}

function toHtml(value: string | number | Html | readonly Html[]): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return "html" in value ? value.html : value.map((item) => item.html).join("");
}
