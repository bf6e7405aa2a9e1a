import { describe, expect, it } from "vitest";
import { checkAuthConfig } from "./check-auth-config.ts";

describe("the auth section of a config", () => {
  it("is right in all its forms", () => {
    const key_sha256 = "a".repeat(64);
    const config = {
      api_keys: [
        { key_sha256, user: "a", scopes: ["admin"], tools: ["*", "a_tool", "b_tool.*", "c_tool.d"] },
        { key_env: "KEY", user: "b", quotas: { requests_per_minute: 60, max_open_tasks: 1 } },
      ],
      jwt: { issuer: "i", audience: ["a"], jwks_url: "https://issuer.example/jwks", algorithms: ["ES256"] },
      quotas: { max_concurrent_calls: 4, max_connections: 10 },
      max_failures_per_minute: 5,
    };
    expect(checkAuthConfig(config)).toEqual([]);
    expect(checkAuthConfig({})).toEqual([]);
  });

  it("[SEC-2] is told everything that is wrong, and never a value", () => {
    const config = {
      api_keys: [
        { key: "secret-1", user: "" },
        { key_sha256: "secret-2", key_env: "E", user: "a", scopes: ["all"], tools: ["*.x"] },
      ],
      jwt: { issuer: "i", jwks_url: "http://issuer.example", secret_env: "S", clock_skew_s: -1 },
      quota: {},
    };
    const problems = checkAuthConfig(config, "server.auth");
    expect(problems).toEqual([
      "server.auth.quota: unknown key, did you mean quotas?",
      "server.auth.api_keys[0].user: expected a text of 1 to 256 characters, none of them a control character",
      "server.auth.api_keys[0].key: a key does not belong in a config; give key_env, key_file or key_sha256",
      "server.auth.api_keys[0]: expected exactly one of key_sha256, key_env, key_file, received 0",
      "server.auth.api_keys[1].key_sha256: expected 64 hexadecimal digits",
      "server.auth.api_keys[1].scopes: expected a list of execute, tasks:read, tasks:write, admin",
      "server.auth.api_keys[1].tools: expected a list of tool, tool.* or tool.operation",
      "server.auth.api_keys[1]: expected exactly one of key_sha256, key_env, key_file, received 2",
      "server.auth.jwt.jwks_url: expected an https address, or http on this machine",
      "server.auth.jwt.clock_skew_s: expected a number from 0 to 300",
      "server.auth.jwt: expected exactly one of jwks_url, jwks_file, secret_env, secret_file, received 2",
      "server.auth.jwt.audience: required, but missing",
    ]);
    expect(JSON.stringify(problems)).not.toContain("secret-");
  });

  it("[SEC-1] algorithms of secrets and of public keys are never mixed", () => {
    const check = (jwt: object) => checkAuthConfig({ jwt: { issuer: "i", audience: "a", ...jwt } });
    expect(check({ secret_env: "S", algorithms: ["HS256", "RS256"] })).toEqual([
      "auth.jwt.algorithms: expected some of HS256, HS384, HS512, received RS256",
    ]);
    expect(check({ jwks_file: "f", algorithms: ["HS256"] })[0]).toContain("received HS256");
    expect(check({ jwks_file: "f", algorithms: ["none"] })[0]).toContain("received none");
    expect(check({ jwks_file: "f", algorithms: [] })).toHaveLength(1);
  });

  it.each([null, [], "auth", { api_keys: {} }, { api_keys: [1] }, { jwt: [] }, { quotas: { requests_per_minute: 0 } }])(
    "refuses %j",
    (config) => expect(checkAuthConfig(config).length).toBeGreaterThan(0),
  );
});
