import { describe, expect, it } from "vitest";
import { resolveEndpoint } from "./resolve-endpoint.ts";

const endpoints = {
  api: "https://example.com/v1?key=1",
  "api/eu": "https://eu.example.com",
  node: "http://127.0.0.1:9100/metrics",
};

describe("endpoints", () => {
  it.each([
    ["node", "http://127.0.0.1:9100/metrics"],
    ["https://other.example.com/x", "https://other.example.com/x"],
    ["api/metrics", "https://example.com/v1/metrics?key=1"],
    ["api/a/b?c=2", "https://example.com/v1/a/b?c=2"],
    ["api/eu", "https://eu.example.com"],
    ["api/eu/prices", "https://eu.example.com/prices"],
    ["api//evil.example.com/x", "https://example.com/v1//evil.example.com/x?key=1"],
  ])("leads %s to %s", (endpoint, address) => {
    expect(resolveEndpoint(endpoint, endpoints)).toBe(address);
  });

  it.each(["api/../admin", "api/%2e%2e/admin", "api/x/../../admin", "api/..\\admin"])(
    "[SEC-1] does not let %s lead out of what is configured",
    (endpoint) => {
      expect(() => resolveEndpoint(endpoint, endpoints)).toThrow(
        "expected a path below 'api', which this leads out of",
      );
    },
  );

  it.each(["apis", "nodes/x", "local", "__proto__", "constructor", ""])("knows no endpoint %j", (endpoint) => {
    expect(() => resolveEndpoint(endpoint, endpoints)).toThrow(/Unknown endpoint.*absolute URL.*api, api\/eu, node/);
  });

  it("names the closest", () => {
    expect(() => resolveEndpoint("nodes", endpoints)).toThrow("did you mean 'node'?");
  });
});
