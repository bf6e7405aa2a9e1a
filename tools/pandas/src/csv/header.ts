/** Something about a file that its reader should know. `column` is null for the file as a whole. */
export type ReadNote = { readonly column: string | null; readonly message: string };

export type Header = { readonly names: readonly string[]; readonly notes: readonly ReadNote[] };

/** Column names out of the header's fields: trimmed, never empty, each once. Every change is noted. */
export function nameColumns(fields: readonly string[]): Header {
  const taken = new Set(fields.map((field) => field.trim()));
  const used = new Set<string>();
  const notes: ReadNote[] = [];
  const names = fields.map((field, index) => {
    const plain = field.trim();
    const wanted = plain === "" ? `column_${index + 1}` : plain;
    const name = used.has(wanted) || (plain === "" && taken.has(wanted)) ? firstFree(wanted, used, taken) : wanted;
    used.add(name);
    if (plain === "") notes.push({ column: name, message: `the header's field ${index + 1} is empty; named ${name}` });
    else if (name !== plain)
      notes.push({ column: name, message: `the header has ${JSON.stringify(plain)} again; named ${name}` });
    return name;
  });
  return { names, notes };
}

/** Names of which each stands once: later ones of the same name get `_1`, `_2`, … */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set(names);
  const used = new Set<string>();
  return names.map((name) => {
    const unique = used.has(name) ? firstFree(name, used, taken) : name;
    used.add(unique);
    return unique;
  });
}

function firstFree(name: string, used: ReadonlySet<string>, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const candidate = `${name}_${number}`;
    if (!used.has(candidate) && !taken.has(candidate)) return candidate;
  }
}
