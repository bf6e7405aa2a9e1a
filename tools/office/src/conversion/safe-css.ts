/** Whatever a style could load something with, or hide it by. */
const harmful = /[@\\<>{}]|url|image|expression|attr\s*\(|src|binding|behavior|\/\*/i;

/** The declarations of a style attribute that load nothing. */
export function safeDeclarations(css: string): string {
  return withoutComments(css)
    .split(";")
    .map((declaration) => declaration.trim())
    .filter((declaration) => /^[a-z-]+\s*:/i.test(declaration) && !harmful.test(declaration))
    .join("; ");
}

/** The rules of a stylesheet that load nothing. At-rules are left out, with what they hold. */
export function safeStylesheet(css: string): string {
  let safe = "";
  for (const [, selector = "", declarations = ""] of withoutComments(css).matchAll(/([^{}]*)\{([^{}]*)\}/g)) {
    const target = selector.trim();
    if (target !== "" && !/[@\\<;/]/.test(target)) safe += `${target} { ${safeDeclarations(declarations)} }\n`;
  }
  return safe;
}

function withoutComments(css: string): string {
  return css.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, " ").replace(/<!--|-->/g, " ");
}
