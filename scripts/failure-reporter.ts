import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { SerializedError } from "vitest";
import type { Reporter, TestModule } from "vitest/node";

const report = "node_modules/.cache/failed-tests.txt";
const mostLines = 12;

/** What failed in the latest run of the tests, so that the end of a long log can say it again. */
export function readFailures(): string {
  return readFileSync(report, "utf8");
}

/** A reporter of Vitest that writes down what failed, unhandled errors among it. */
export default class FailureReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const lines = [...modules.flatMap(failuresOf), ...unhandled.flatMap((error) => ["\nUnhandled", ...textOf(error)])];
    mkdirSync(dirname(report), { recursive: true });
    writeFileSync(report, lines.join("\n"));
  }
}

function failuresOf(module: TestModule): string[] {
  const tests = [...module.children.allTests("failed")];
  const errors = module.errors();
  if (tests.length === 0 && errors.length === 0) return [];
  return [
    `\nFAILED ${relative(".", module.moduleId)}`,
    ...errors.flatMap(textOf),
    ...tests.flatMap((test) => [`  ${test.fullName}`, ...(test.result().errors ?? []).slice(0, 1).flatMap(textOf)]),
  ];
}

function textOf({ message, stack }: { readonly message?: string; readonly stack?: string }): string[] {
  const lines = `${message ?? ""}\n${stack ?? ""}`.split("\n").slice(0, mostLines);
  return lines.map((line) => `    ${line.slice(0, 300)}`);
}
