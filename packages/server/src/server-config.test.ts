import { ValidationError } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { resolveServerConfig } from "./server-config.ts";

function problemsOf(given: object): unknown {
  try {
    resolveServerConfig(given);
  } catch (error) {
    return error instanceof ValidationError ? error.details.problems : error;
  }
  return [];
}

describe("resolveServerConfig", () => {
  it("listens on this machine alone by default", () => {
    expect(resolveServerConfig()).toMatchObject({ host: "127.0.0.1", port: 8000, body_limit_bytes: 10_485_760 });
  });

  it("keeps what is given, and takes undefined for absent", () => {
    expect(resolveServerConfig({ port: 0, host: undefined })).toMatchObject({ port: 0, host: "127.0.0.1" });
  });

  it("names every wrong key and value at once", () => {
    expect(
      problemsOf({ hosst: 1, port: 70_000, grace_s: -1, host: "a b", trusted_proxies: "all", auth: null }),
    ).toEqual([
      "hosst: unknown key, did you mean host?",
      "port: expected a whole number of at least 0 and at most 65535, received 70000",
      "grace_s: expected a number of seconds from 0 to 86400, received -1",
      'host: expected a host name or an address, received "a b"',
      'trusted_proxies: expected a list of addresses or networks (10.0.0.0/8), received "all"',
      "auth: expected an object, received null",
    ]);
  });

  it("lists the known keys when none is close", () => {
    expect(String(problemsOf({ zzzzzzzz: 1 }))).toContain("zzzzzzzz: unknown key (known are host, port,");
  });

  it("finds what is wrong with auth, with the path to it", () => {
    expect(String(problemsOf({ port: "x", auth: { api_kyes: [] } }))).toMatch(
      /port: expected a whole number.*auth\.api_kyes: unknown/,
    );
  });
});
