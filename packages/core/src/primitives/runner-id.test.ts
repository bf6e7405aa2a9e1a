import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { createRunnerId, isDeadHere } from "./runner-id.ts";

describe("createRunnerId", () => {
  it("never gives the same text twice", () => {
    expect(createRunnerId()).not.toBe(createRunnerId());
  });
});

describe("isDeadHere", () => {
  it("says no of a runner of this process", () => {
    expect(isDeadHere(createRunnerId())).toBe(false);
  });

  it("says yes of a process of this machine that has ended", () => {
    const { pid } = spawnSync(process.execPath, ["-e", "0"]);
    expect(isDeadHere(withPart(2, String(pid)))).toBe(true);
  });

  it.runIf(process.platform === "linux")(
    "says yes of an earlier process that had a number now given to another",
    () => {
      expect(isDeadHere(withPart(3, "1"))).toBe(true);
    },
  );

  it("says no of other machines, other containers and what it cannot read", () => {
    expect(isDeadHere(withPart(0, "elsewhere"))).toBe(false);
    expect(isDeadHere(withPart(1, "4026530000"))).toBe(false);
    expect(isDeadHere(withPart(2, "x"))).toBe(false);
    expect(isDeadHere("")).toBe(false);
  });
});

function withPart(index: number, part: string): string {
  return createRunnerId().split("/").with(index, part).join("/");
}
