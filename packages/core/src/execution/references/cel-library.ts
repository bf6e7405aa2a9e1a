import { createRequire } from "node:module";

export type CelLibrary = typeof import("@marcbachmann/cel-js");

let library: CelLibrary | undefined;

/** The CEL library, loaded when the first condition is compiled: most programs have none. */
export function loadCelLibrary(): CelLibrary {
  if (library) return library;
  const loaded: CelLibrary = createRequire(import.meta.url)("@marcbachmann/cel-js");
  library = loaded;
  return loaded;
}
