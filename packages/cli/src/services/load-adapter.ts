import { InputError } from "#command-line/input-error.ts";

/** Loads a package that only those install who use its service. @throws InputError that says how to install it */
export async function loadAdapter<T>(name: string, purpose: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error, name)) throw error;
    throw new InputError(`${purpose} needs ${name}, which is not installed`, {
      hint: `npm install ${name}`,
      cause: error,
    });
  }
}

/** Whether that package itself is not there, rather than something it needs. */
function isMissing(error: unknown, name: string): boolean {
  return (
    error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND" && error.message.includes(name)
  );
}
