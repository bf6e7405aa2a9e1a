import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import type { Block, Document } from "./markdown.ts";

const source = "--conditions=aiecs-source";
const data = "examples/daily-sales/data";

/** A folder inside the checkout, so that packages resolve, with what every document shows laid out as files. */
export type Workshop = Disposable & {
  readonly folder: string;
  /** The file a block was written to. */
  fileOf(block: Block): string;
  run(program: string, args: readonly string[], folder: string): Promise<Outcome>;
};

/** How a module ran that a document shows. */
export type ModuleOutcome = { readonly lines: readonly string[]; readonly error: string | undefined };

type Outcome = { readonly code: number | string; readonly stdout: string; readonly stderr: string };

/** Writes the TypeScript and YAML of the documents, each document's into a folder of its own. */
export function openWorkshop(documents: readonly Document[]): Workshop {
  mkdirSync(".tmp", { recursive: true });
  const folder = resolve(mkdtempSync(".tmp/docs-"));
  const fileOf = ({ path, line, language, file }: Block): string =>
    join(folder, roomOf(path), file ?? `line-${line}.${language}`);
  for (const { path, blocks } of documents) {
    mkdirSync(join(folder, roomOf(path), data), { recursive: true });
    for (const name of ["sales_1997-06-30.csv", "market.csv"]) {
      copyFileSync(join(data, name), join(folder, roomOf(path), data, name));
    }
    for (const block of blocks) {
      if (block.language === "ts" || block.language === "yaml") writeFileSync(fileOf(block), block.text);
    }
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(typescriptConfig));
  const { HOME, PATH } = process.env;
  const environment = { HOME, NODE_OPTIONS: source, PATH: [writePrograms(folder), PATH].join(delimiter) };
  return {
    folder,
    fileOf,
    run: (program, args, cwd) =>
      new Promise((done) => {
        execFile(program, args, { cwd, env: environment, timeout: 60_000 }, (error, stdout, stderr) =>
          done({ code: error ? (error.code ?? "killed") : 0, stdout, stderr }),
        );
      }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const typescriptConfig = {
  extends: resolve("tsconfig.base.json"),
  compilerOptions: { noEmit: true, isolatedDeclarations: false, declaration: false },
  // Sources of ours that the documents import bring declarations of untyped libraries along.
  include: ["**/*.ts", resolve("tools/*/src/**/*.d.ts")],
};

/** `aiecs` as a reader has it after the build, but from the sources. */
function writePrograms(folder: string): string {
  const programs = join(folder, "bin");
  mkdirSync(programs);
  const door = resolve("packages/cli/bin/aiecs.mjs");
  writeFileSync(join(programs, "aiecs"), `#!/bin/sh\nexec "${process.execPath}" "${door}" "$@"\n`);
  chmodSync(join(programs, "aiecs"), 0o755);
  return programs;
}

function roomOf(path: string): string {
  return path.replaceAll(/[/.]/g, "-");
}
