import { registerHooks } from "node:module";

/**
 * Where a package would be found by code in a folder, as a URL.
 *
 * @throws the error of Node's own search, with its code
 */
export function resolveFrom(specifier: string, folderUrl: string): string {
  // `import.meta.resolve` starts from this file; a hook, there for this one search, lets it start elsewhere.
  const hook = registerHooks({
    resolve: (name, context, next) => next(name, { ...context, parentURL: folderUrl }),
  });
  try {
    return import.meta.resolve(specifier);
  } finally {
    hook.deregister();
  }
}

/**
 * Lets tool files import `@aiecs/core` where it is not installed: they get the one of this command. What is installed
 * beside the file comes first.
 */
export function lendCore(): void {
  if (lent) return;
  lent = true;
  registerHooks({
    resolve(name, context, next) {
      try {
        return next(name, context);
      } catch (error) {
        const isCore = name === "@aiecs/core" || name.startsWith("@aiecs/core/");
        if (!isCore || !isNotFound(error)) throw error;
        return next(name, { ...context, parentURL: import.meta.url });
      }
    },
  });
}

let lent = false;

/** Whether an error says that a package or file is not there at all. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}
