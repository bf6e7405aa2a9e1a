import type { Command } from "#command-line/command.ts";
import { expectNone } from "#command-line/expect-arguments.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { toolOptions } from "#config/open-tools.ts";
import { checkArtifacts, checkDatabase, checkPort, checkRedis } from "#doctor/check-service.ts";
import { checkArtifactsFolder, checkConfigFile, checkEnvironment, checkNode } from "#doctor/check-surroundings.ts";
import { checkTools } from "#doctor/check-tools.ts";
import type { Finding } from "#doctor/finding.ts";
import type { OutputStream } from "#output/terminal.ts";
import { counted, printableLine, styled } from "#output/text.ts";

const options = {
  json: { type: "boolean", description: "Print the findings as JSON" },
  ...toolOptions,
} as const satisfies OptionSpecs;

/** `aiecs doctor` */
export const command: Command = {
  usage: "[options]",
  options,
  notes: "\nExit codes: 0 nothing needed is missing, 1 something is.",
  async run(args, { out }) {
    const { values, positionals } = parseCommandLine(args, options);
    expectNone(positionals);
    const { config, finding } = await checkConfigFile(values.config);
    const findings = [
      checkNode(),
      finding,
      ...checkEnvironment(),
      checkArtifactsFolder(config),
      ...(await checkArtifacts(config)),
      await checkDatabase(config),
      ...(await checkRedis(config)),
      await checkPort(config),
      ...(await checkTools(values.tool ?? [], config)),
    ];
    const problems = findings.filter(({ status }) => status === "problem").length;
    if (values.json) out.write(`${JSON.stringify({ ok: problems === 0, findings }, null, 2)}\n`);
    else out.write(`${findings.map((entry) => line(entry, out)).join("\n")}\n\n${verdict(problems)}\n`);
    return problems === 0 ? 0 : 1;
  },
};

function line({ name, status, detail, fix }: Finding, out: OutputStream): string {
  const marks = { ok: styled("green", "✓", out), note: styled("dim", "–", out), problem: styled("red", "✗", out) };
  const remedy = fix === undefined ? "" : `\n    ${fix}`;
  return `${marks[status]} ${name}  ${printableLine(detail)}${remedy}`;
}

function verdict(problems: number): string {
  return problems === 0 ? "Nothing that is needed is missing." : `${counted(problems, "problem")} to mend.`;
}
