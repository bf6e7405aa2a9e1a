/** Whether the system says so of an error, for example `ENOENT`: there is no such file. */
export function hasSystemCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** What a file operation gives, or undefined where there is no such file. @throws every other error */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (hasSystemCode(error, "ENOENT") || hasSystemCode(error, "ENOTDIR")) return undefined;
    throw error;
  }
}
