import type { ConfigInput } from "@aiecs/core";

/** What a config file may hold. A `.ts` file can say `export default { … } satisfies ConfigFile`. */
export type ConfigFile = ConfigInput & {
  /** Packages, or paths relative to the config file. @default every built-in tool that is installed */
  readonly tools?: readonly string[];
  /** Settings of single tools by tool name, each in the keys of that tool's own schema. */
  readonly tool_config?: { readonly [tool: string]: unknown };
};
