/** The name of what the system refused, such as EACCES; undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  const isSystems = error instanceof Error && "syscall" in error && "code" in error;
  return isSystems && typeof error.code === "string" ? error.code : undefined;
}
