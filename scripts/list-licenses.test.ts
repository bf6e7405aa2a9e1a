import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isAccepted, licensesDocument, listDependencies, readLock } from "./list-licenses.ts";

type Manifest = { readonly [group: string]: { readonly [name: string]: string } | undefined };

const dependencies = listDependencies(readLock());

describe("dependencies", () => {
  it("[SEC-3] are listed with their licences in docs/licenses.md", () => {
    const current = readFileSync("docs/licenses.md", "utf8") === licensesDocument(dependencies);
    expect(current, "docs/licenses.md is not current: run node scripts/list-licenses.ts").toBe(true);
  });

  it("[SEC-3] have licences that allow what this project does with them", () => {
    expect(dependencies.filter(({ license }) => !isAccepted(license))).toEqual([]);
  });

  it("[SEC-3] are pinned to exact versions", () => {
    const loose = globSync([
      "package.json",
      "packages/*/package.json",
      "adapters/*/package.json",
      "tools/*/package.json",
    ]).flatMap((file) => {
      const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
        readFileSync(file, "utf8"),
      ) as Manifest;
      const wanted = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
      return wanted
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name]) => `${file}: ${name}`);
    });
    expect(loose).toEqual([]);
  });

  it("[SEC-3] run no scripts when they are installed", () => {
    expect(readFileSync(".npmrc", "utf8")).toMatch(/^ignore-scripts=true$/m);
  });

  it("are found where Node would find them, with those that they need", () => {
    const lock = {
      packages: {
        "packages/a": { name: "@aiecs/a", dependencies: { x: "1.0.0" } },
        "tools/b": { name: "@aiecs/b", dependencies: { "@aiecs/a": "0.1.0", y: "2.0.0" } },
        "node_modules/@aiecs/a": { link: true },
        "node_modules/x": { version: "1.0.0", license: "MIT", optionalDependencies: { y: "^1.0.0" } },
        "node_modules/x/node_modules/y": { version: "1.5.0", license: "GPL-3.0" },
        "node_modules/y": { version: "2.0.0", license: "ISC" },
        "node_modules/test-only": { version: "3.0.0", license: "MIT" },
      },
    };
    expect(listDependencies(lock)).toEqual([
      { name: "x", version: "1.0.0", license: "MIT", broughtBy: ["@aiecs/a"] },
      { name: "y", version: "1.5.0", license: "GPL-3.0", broughtBy: ["@aiecs/a"] },
      { name: "y", version: "2.0.0", license: "ISC", broughtBy: ["@aiecs/b"] },
    ]);
  });
});
