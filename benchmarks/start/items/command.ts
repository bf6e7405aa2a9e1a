/** The arguments of the process that is measured. */
export function create({ args }: { args: readonly string[] }): readonly string[] {
  return args;
}
