import { commandTable } from "./command-table.ts";
import { InputError, unknownName } from "./input-error.ts";

/** The first argument of a command. @throws InputError when it is missing or empty */
export function expectFirst([first]: readonly string[], name: string): string {
  if (first === undefined) throw new InputError(`Expected <${name}>, and nothing was given`);
  if (first === "") throw new InputError(`Expected <${name}>, received an empty argument`);
  return first;
}

/** The one argument of a command. @throws InputError when it is missing or empty, or others follow */
export function expectOne(positionals: readonly string[], name: string): string {
  const first = expectFirst(positionals, name);
  if (positionals.length === 1) return first;
  const hint = Object.hasOwn(commandTable, first)
    ? `${first} is a command of its own (aiecs ${first} --help)`
    : undefined;
  throw new InputError(`Expected one <${name}>, received ${positionals.length}: ${positionals.join(" ")}`, {
    ...(hint !== undefined && { hint }),
  });
}

/** The two arguments of a command. @throws InputError when one is missing or empty, or others follow */
export function expectTwo(
  positionals: readonly string[],
  ...names: readonly [string, string]
): readonly [string, string] {
  const first = expectFirst(positionals, names[0]);
  const second = expectFirst(positionals.slice(1), names[1]);
  if (positionals.length === 2) return [first, second];
  const expected = names.map((name) => `<${name}>`).join(" ");
  throw new InputError(`Expected ${expected}, received ${positionals.length}: ${positionals.join(" ")}`);
}

/** The one argument of a command that may be left out. @throws InputError when it is empty, or others follow */
export function expectAtMostOne(positionals: readonly string[], name: string): string | undefined {
  return positionals.length === 0 ? undefined : expectOne(positionals, name);
}

/** @throws InputError when there are arguments all the same */
export function expectNone(positionals: readonly string[]): void {
  if (positionals.length > 0) throw new InputError(`Expected no arguments, received ${positionals.join(" ")}`);
}

/** A value out of a list. @throws InputError naming the list */
export function expectChoice<const Choice extends string>(
  value: string,
  choices: readonly Choice[],
  option: string,
): Choice {
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  throw unknownName(`${option}: expected one of ${choices.join(", ")}, received ${value}`, {
    name: value,
    known: choices,
  });
}

/** A whole number from 1. @throws InputError */
export function expectCount(value: string, option: string): number {
  const count = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(count) && count > 0) return count;
  throw new InputError(`${option}: expected a whole number from 1, received ${value}`);
}
