/** Lists the packages that come with the published ones, with their licences. Writes docs/licenses.md. */
import { readFileSync, writeFileSync } from "node:fs";

type LockedPackage = {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: { readonly [name: string]: string };
  readonly optionalDependencies?: { readonly [name: string]: string };
};

type Lock = { readonly packages: { readonly [path: string]: LockedPackage } };

/** A package that is installed with ours. */
export type Dependency = {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Those of our packages that bring it. */
  readonly broughtBy: readonly string[];
};

/** Licences that ask for no more than their text and the authors' names, or only for changes of their own files. */
const acceptedLicenses: readonly string[] = [
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "Unlicense",
  "MIT-0",
  "Zlib",
  "PSF-2.0",
  "MPL-2.0",
  "Bitstream-Vera",
  // libvips, below sharp: a library of its own that is loaded at run time and can be replaced, as this licence asks.
  "LGPL-3.0-or-later",
];

/** Whether a licence, or each of several that hold together, is accepted. */
export function isAccepted(license: string): boolean {
  return license
    .replace(/^\((.*)\)$/, "$1")
    .split(" AND ")
    .every((name) => acceptedLicenses.includes(name));
}

/** What packages say of their licence in words, as an SPDX name. */
const spoken: { readonly [name: string]: string } = {
  // Its LICENSE: the terms of Bitstream for Vera, the same for Arev, and changes that are in the public domain.
  "dejavu-fonts-ttf": "Bitstream-Vera",
};

/** Everything that installing our packages brings, on whatever platform the lock file knows. */
export function listDependencies(lock: Lock): Dependency[] {
  const found = new Map<
    string,
    { readonly locked: LockedPackage; readonly name: string; readonly broughtBy: Set<string> }
  >();
  const roots = Object.keys(lock.packages).filter((path) => /^(packages|adapters|tools)\/[^/]+$/.test(path));
  for (const root of roots) {
    const visit = (path: string, name: string): void => {
      const locked = lock.packages[path];
      if (!locked || locked.link) return;
      const entry = found.get(path) ?? { locked, name, broughtBy: new Set<string>() };
      if (entry.broughtBy.has(root)) return;
      entry.broughtBy.add(root);
      found.set(path, entry);
      for (const needed of neededBy(locked)) visit(locate(lock, path, needed), needed);
    };
    for (const needed of neededBy(lock.packages[root])) visit(locate(lock, root, needed), needed);
  }
  return [...found.values()]
    .map(({ locked, name, broughtBy }) => ({
      name,
      version: locked.version ?? "",
      license: spoken[name] ?? locked.license ?? "unknown",
      broughtBy: [...broughtBy].map((root) => lock.packages[root]?.name ?? root),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version.localeCompare(b.version)));
}

function neededBy(locked: LockedPackage | undefined): string[] {
  return Object.keys({ ...locked?.dependencies, ...locked?.optionalDependencies });
}

/** Where Node finds a package from a folder: in the nearest `node_modules` upwards. */
function locate(lock: Lock, from: string, name: string): string {
  const levels = from.split("/node_modules/");
  for (let count = levels.length; count > 0; count--) {
    const path = `${levels.slice(0, count).join("/node_modules/")}/node_modules/${name}`;
    if (lock.packages[path]) return path;
  }
  return `node_modules/${name}`;
}

/** The document, from the lock file. */
export function licensesDocument(dependencies: readonly Dependency[]): string {
  const counts = Map.groupBy(dependencies, ({ license }) => license);
  const summary = [...counts].toSorted(([, a], [, b]) => b.length - a.length);
  const rows = dependencies.map(
    ({ name, version, license, broughtBy }) =>
      `| ${name} | ${version} | ${license} | ${broughtBy.map((owner) => owner.replace("@aiecs/", "")).join(", ")} |`,
  );
  return `# Licences

Made from the lock file by \`node scripts/list-licenses.ts\`; a test fails when it is not current. These ${dependencies.length} packages are installed with the published ones. On one platform it is fewer: native libraries come as one package per platform.

| licence | packages |
| --- | --- |
${summary.map(([license, { length }]) => `| ${license} | ${length} |`).join("\n")}

LGPL-3.0 (libvips, which sharp loads as a shared library) asks that users can replace the library, which they can, and that changes to it be published; MPL-2.0 asks that changes to its own files be published; nothing is changed here. Bitstream-Vera, of the DejaVu fonts, asks that changed fonts bear another name. All others ask for their notice to be kept, or for nothing.

| package | version | licence | comes with |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}

export function readLock(): Lock {
  return JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
}

if (import.meta.main) {
  writeFileSync("docs/licenses.md", licensesDocument(listDependencies(readLock())));
}
