import { ValidationError } from "#contracts/errors.ts";

const versionPattern = /^(\d+)\.(\d+)(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;
const digits = /^\d+$/;

type Version = { readonly numbers: readonly number[]; readonly prerelease: readonly string[] };

/**
 * Checks that a plugin is at least of a version, by the order of semantic versioning 2.0.0. The version is
 * `getVersion()` or `version`; `1.10` is taken for `1.10.0`.
 *
 * @throws E001 when it is lower, malformed or missing
 */
export function checkInterfaceVersion(candidate: unknown, required: string): void {
  const actual = isObject(candidate) ? versionOf(candidate) : undefined;
  if (typeof actual !== "string") {
    throw new ValidationError(`Interface version missing: expected version or getVersion(), at least ${required}`);
  }
  if (compareVersions(parseVersion(actual), parseVersion(required)) < 0) {
    throw new ValidationError(`Interface version ${actual} is lower than required ${required}`);
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function versionOf(candidate: object): unknown {
  const getVersion: unknown = Reflect.get(candidate, "getVersion");
  return typeof getVersion === "function" ? getVersion.call(candidate) : Reflect.get(candidate, "version");
}

function parseVersion(text: unknown): Version {
  const match = typeof text === "string" ? versionPattern.exec(text) : null;
  if (!match)
    throw new ValidationError(`Invalid version ${JSON.stringify(text)}: expected three numbers such as 1.2.0`);
  return { numbers: match.slice(1, 4).map((part) => Number(part ?? 0)), prerelease: match[4]?.split(".") ?? [] };
}

function compareVersions(a: Version, b: Version): number {
  for (const [index, number] of a.numbers.entries()) {
    const difference = number - (b.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return b.prerelease.length - a.prerelease.length;
  return comparePrereleases(a.prerelease, b.prerelease);
}

/** Numbers come before words, and compare as numbers; a longer list of equal parts is higher. */
function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (part === other) continue;
    const [left, right] = [digits.test(part), digits.test(other)];
    if (left && right) return Number(part) - Number(other);
    if (left !== right) return left ? -1 : 1;
    return part < other ? -1 : 1;
  }
  return a.length - b.length;
}
