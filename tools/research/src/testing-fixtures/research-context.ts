import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createTestContext } from "@aiecs/core/testing";
import { Library } from "#corpus/library.ts";
import { researchConfigSchema } from "#schemas/research-config.ts";

/** A context with a fresh library, whose settings are those given. */
export function createResearchContext(
  settings: object = {},
  options: Pick<Parameters<typeof createTestContext>[0], "call" | "input" | "limits" | "roots"> = {},
): ReturnType<typeof createTestContext<Library>> {
  return createTestContext({ ...options, instance: new Library(researchConfigSchema.parse(settings)) });
}

/** Writes files below a folder. */
export async function writeFiles(
  folder: string,
  files: { readonly [path: string]: string | Uint8Array },
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
