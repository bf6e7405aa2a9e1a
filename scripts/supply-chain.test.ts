import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Manifest = {
  readonly private?: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
} & {
  readonly [field in "dependencies" | "devDependencies" | "optionalDependencies" | "peerDependencies"]?: Readonly<
    Record<string, string>
  >;
};

type Lock = {
  readonly packages: Readonly<
    Record<
      string,
      { readonly resolved?: string; readonly integrity?: string; readonly link?: boolean; readonly version?: string }
    >
  >;
};

const manifests = globSync([
  "package.json",
  "packages/*/package.json",
  "adapters/*/package.json",
  "tools/*/package.json",
  "benchmarks/package.json",
]);
const locks = ["package-lock.json", "benchmarks/package-lock.json"];

const readManifest = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Manifest;
const readLock = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Lock;

describe("dependencies", () => {
  it("[SEC-3] are named in exact versions", () => {
    expect(manifests.length).toBeGreaterThan(5);
    const inexact = manifests.flatMap((file) => {
      const { dependencies, devDependencies, optionalDependencies } = readManifest(file);
      const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
      const bad = all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
      return bad.map(([name, version]) => `${file}: ${name} ${version}`);
    });
    expect(inexact).toEqual([]);
  });

  it("[SEC-3] are locked, each with a hash, and no host is named from which it must come", () => {
    for (const file of locks.filter((lock) => existsSync(lock))) {
      const entries = Object.entries(readLock(file).packages).filter(([path]) => path.includes("node_modules/"));
      expect(entries.length).toBeGreaterThan(50);
      for (const [path, { resolved, integrity, link, version }] of entries) {
        if (link) continue;
        expect([path, resolved]).toEqual([path, undefined]);
        expect([path, typeof integrity, typeof version]).toEqual([path, "string", "string"]);
      }
    }
  });

  it("[SEC-3] run no scripts when they are installed", () => {
    for (const file of [".npmrc", "benchmarks/.npmrc"]) {
      const settings = readFileSync(file, "utf8").split("\n");
      expect(settings).toContain("ignore-scripts=true");
      expect(settings.filter((line) => /registry=|_auth|token/i.test(line))).toEqual([]);
    }
    const ours = manifests.flatMap((file) => Object.keys(readManifest(file).scripts ?? {}));
    expect(ours.filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });
});
