import { InputError } from "./input-error.ts";

/** The one argument of a command. @throws InputError when it is missing or others follow */
export function expectOne(positionals: readonly string[], name: string): string {
  const [first, ...rest] = positionals;
  if (first === undefined) throw new InputError(`Expected <${name}>, and nothing was given`);
  refuseMore(rest);
  return first;
}

/** The one argument of a command that may be left out. @throws InputError when others follow */
export function expectAtMostOne(positionals: readonly string[]): string | undefined {
  const [first, ...rest] = positionals;
  refuseMore(rest);
  return first;
}

function refuseMore(rest: readonly string[]): void {
  if (rest.length > 0) throw new InputError(`Expected no further arguments, received ${rest.join(" ")}`);
}

/** A value out of a list. @throws InputError naming the list */
export function expectChoice<const Choice extends string>(
  value: string,
  choices: readonly Choice[],
  option: string,
): Choice {
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  throw new InputError(`${option}: expected one of ${choices.join(", ")}`, {
    problems: [{ message: `Received ${value}`, unknown: { name: value, known: choices } }],
  });
}

/** A whole number from 1. @throws InputError */
export function expectCount(value: string, option: string): number {
  const count = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(count) && count > 0) return count;
  throw new InputError(`${option}: expected a whole number from 1, received ${value}`);
}
