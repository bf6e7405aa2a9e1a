/** What a project's own config file can import. The command itself is `aiecs`. */

export type { ConfigFile } from "#config/config-file.ts";
