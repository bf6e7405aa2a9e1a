import { createRequire } from "node:module";

export type YamlLibrary = typeof import("yaml");

let library: YamlLibrary | undefined;

/** The YAML library, loaded when the first YAML text is read: most programs read none. */
export function loadYamlLibrary(): YamlLibrary {
  if (library) return library;
  const loaded: YamlLibrary = createRequire(import.meta.url)("yaml");
  library = loaded;
  return loaded;
}
