import { createHash } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createManualClock } from "@aiecs/core/testing";
import fc from "fast-check";
import fastify from "fastify";
import { describe, expect, it } from "vitest";
import { holders, openDoorServer } from "#testing-fixtures/door-server.ts";
import { eventually } from "#testing-fixtures/eventually.ts";
import type { AuthConfig } from "./auth-config.ts";
import { registerAuth } from "./register-auth.ts";

const environment = { ANN_KEY: "ann-key-0123456789", OPS_KEY: "ops-key-0123456789" };
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const auth: AuthConfig = {
  api_keys: [
    { key_env: "ANN_KEY", user: "ann", tools: ["math_tool"] },
    { key_sha256: sha256("bob-key"), user: "bob", scopes: ["tasks:read"] },
    { key_env: "OPS_KEY", user: "ops", scopes: ["admin"] },
  ],
};
const ann = { authorization: `Bearer ${environment.ANN_KEY}` };

/** A request whose headers are sent as they are. */
async function send(port: number, path: string, headers: Record<string, string>, method = "GET") {
  const request = httpRequest({ host: "127.0.0.1", port, path, method, headers }).end();
  const [response] = await once(request, "response");
  let body = "";
  for await (const chunk of response) body += String(chunk);
  return { status: Number(response.statusCode), body };
}

describe("credentials", () => {
  it("[AUTH-1] a key says who the user is, as bearer token or as X-API-Key", async () => {
    await using server = await openDoorServer({ auth, environment });
    const byBearer = await fetch(`${server.url}/me`, { headers: ann });
    expect(await byBearer.json()).toEqual({ id: "ann", tools: ["math_tool"] });
    const byHeader = await fetch(`${server.url}/me`, { headers: { "x-api-key": "bob-key" } });
    expect(await byHeader.json()).toEqual({ id: "bob" });
  });

  it("[AUTH-1] without a credential the answer is 401 and says how to show one", async () => {
    await using server = await openDoorServer({ auth, environment });
    const response = await fetch(`${server.url}/me`);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="aiecs"');
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  it("[AUTH-1] a missing scope is a 403 that names it", async () => {
    await using server = await openDoorServer({ auth, environment });
    const response = await fetch(`${server.url}/metrics`, { headers: ann });
    expect(response.status).toBe(403);
    expect(response.headers.get("www-authenticate")).toContain('error="insufficient_scope", scope="admin"');
    expect(await response.json()).toMatchObject({
      code: "E001",
      detail: "This needs the scope 'admin'; the credential has execute, tasks:read, tasks:write",
    });
    expect((await fetch(`${server.url}/metrics`, { headers: { "x-api-key": environment.OPS_KEY } })).status).toBe(200);
  });

  it("[SEC-2] keys come from files too, without what surrounds them there", async () => {
    const file = join(tmpdir(), `aiecs-key-${process.pid}`);
    await writeFile(file, "file-key\n");
    await using server = await openDoorServer({ auth: { api_keys: [{ key_file: file, user: "file" }] } });
    const response = await fetch(`${server.url}/me`, { headers: { "x-api-key": "file-key" } });
    expect(await response.json()).toMatchObject({ id: "file" });
  });

  it("[SEC-2] a secret that is not there is told at start, by its place alone", () => {
    const options = { host: "127.0.0.1", environment: {}, logger: { warn: () => {} } };
    const open = (config: AuthConfig) => () => registerAuth(fastify(), { ...options, auth: config });
    expect(open({ api_keys: [{ key_env: "NONE", user: "x" }] })).toThrow(
      "auth.api_keys[0]: expected a secret in the environment variable NONE, but there is none",
    );
    expect(open({ api_keys: [{ key_file: "/nowhere/key", user: "x" }] })).toThrow(
      "auth.api_keys[0]: the file /nowhere/key cannot be read (ENOENT)",
    );
  });

  it("[SEC-2] a wrong key is logged without the key", async () => {
    await using server = await openDoorServer({ auth, environment });
    const secret = `${environment.ANN_KEY}x`;
    const response = await fetch(`${server.url}/me`, { headers: { authorization: `Bearer ${secret}` } });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain(secret);
    expect(server.logged()).toContain("Credential refused");
    expect(server.logged()).not.toContain(environment.ANN_KEY);
  });

  it("[AUTH-1] several credentials at once are refused", async () => {
    await using server = await openDoorServer({ auth, environment });
    const response = await fetch(`${server.url}/me`, { headers: { ...ann, "x-api-key": "bob-key" } });
    expect(response.status).toBe(401);
  });

  it("[SEC-1] no hostile credential gets in, or makes the server fail", async () => {
    await using server = await openDoorServer({
      auth: { ...auth, jwt: { issuer: "i", audience: "a", secret_env: "SECRET" }, max_failures_per_minute: 1_000_000 },
      environment: { ...environment, SECRET: "s".repeat(32) },
    });
    const texts = fc.oneof(
      fc.string({ minLength: 1, maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(" ", "\t", "B", "e", ".", "=", ",", "é", "\x7f"), maxLength: 30 }),
      fc.string({ minLength: 3_000, maxLength: 12_000 }),
      fc.constantFrom(
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer a b",
        "__proto__",
        "Bearer ..",
        `Bearer ${"a.".repeat(999)}`,
      ),
      fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((parts) => `Bearer eyJ${parts.join(".")}`),
    );
    const statuses = new Set<number>();
    for (const [index, text] of fc.sample(texts, 1_000).entries()) {
      // What HTTP itself forbids in a header never arrives.
      const value = text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "");
      const name = index % 3 === 0 ? "x-api-key" : "authorization";
      statuses.add((await send(server.port, "/me", { [name]: value })).status);
    }
    expect([...statuses].filter((status) => status !== 401 && status !== 431)).toEqual([]);
  });

  it("[SEC-1] what a credential holds never becomes a header or a line of the log", async () => {
    await using server = await openDoorServer({ auth, environment });
    const response = await fetch(`${server.url}/me`, { headers: { authorization: "Bearer x%0d%0aSet-Cookie:a=b" } });
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="aiecs", error="invalid_token"');
    expect(server.logged()).not.toContain("Set-Cookie");
  });
});

describe("failed logins", () => {
  it("[AUTH-1] slow down their address, and end with the minute", async () => {
    const clock = createManualClock();
    await using server = await openDoorServer({ auth: { ...auth, max_failures_per_minute: 3 }, environment, clock });
    const attempt = (key: string) => fetch(`${server.url}/me`, { headers: { "x-api-key": key } });
    for (let index = 0; index < 3; index += 1) expect((await attempt(`wrong-${index}`)).status).toBe(401);
    const slowed = await attempt("wrong");
    expect(slowed.status).toBe(429);
    expect(slowed.headers.get("retry-after")).toBe("20");
    expect((await attempt("bob-key")).status).toBe(429);
    clock.advance(20_000);
    expect((await attempt("bob-key")).status).toBe(200);
  });
});

describe("quotas", () => {
  it("[AUTH-1] requests of a user are counted, whichever key they come by", async () => {
    const clock = createManualClock();
    const keys = ["one", "two"].map((key) => ({ key_sha256: sha256(key), user: "ann" }));
    await using server = await openDoorServer({
      auth: { api_keys: [...keys, { key_sha256: sha256("bob"), user: "bob" }], quotas: { requests_per_minute: 2 } },
      clock,
    });
    const ask = (key: string) => fetch(`${server.url}/me`, { headers: { "x-api-key": key } });
    const first = await ask("one");
    expect(first.headers.get("ratelimit-limit")).toBe("2");
    expect(first.headers.get("ratelimit-remaining")).toBe("1");
    expect((await ask("two")).status).toBe(200);
    const refused = await ask("one");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "30"]);
    expect((await ask("bob")).status).toBe(200);
    clock.advance(30_000);
    expect((await ask("two")).status).toBe(200);
  });

  it("[AUTH-1] calls of a user at once are bounded, and those that were given up do not count", async () => {
    await using server = await openDoorServer({ auth: { quotas: { max_concurrent_calls: 2 } } });
    const run = (signal?: AbortSignal) => fetch(`${server.url}/run`, { method: "POST", ...(signal && { signal }) });
    const given = new AbortController();
    const gone = run(given.signal).catch(() => "gone");
    const kept = run();
    await eventually(() => holders.length).toBe(2);
    const refused = await run();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
    given.abort();
    expect(await gone).toBe("gone");
    let last: Promise<Response> | undefined;
    await eventually(async () => {
      last = run();
      return Promise.race([
        last.then(({ status }) => status),
        eventually(() => holders.length)
          .toBe(3)
          .then(() => 0),
      ]);
    }).toBe(0);
    for (const release of holders.splice(0)) release({});
    expect((await kept).status).toBe(200);
    expect((await last)?.status).toBe(200);
  });
});

describe("a server without credentials", () => {
  it("[AUTH-1] refuses to listen to other machines", () => {
    for (const host of [
      "0.0.0.0",
      "::",
      "192.168.1.5",
      "example.org",
      "localhost.example.org",
      "127.0.0.1.example.org",
    ]) {
      expect(() => registerAuth(fastify(), { auth: null, host, logger: { warn: () => {} } })).toThrow(
        `host: without api_keys or jwt under auth the server listens on this machine alone (127.0.0.1, ::1 or localhost), received ${host}`,
      );
    }
  });

  it("[SEC-1] answers to this machine's own names alone: no name that was bound anew reaches it", async () => {
    await using server = await openDoorServer();
    const statusFor = async (host: string) => (await send(server.port, "/me", { host })).status;
    for (const host of [
      "localhost",
      "LOCALHOST:8000",
      "127.0.0.1:1",
      "127.9.9.9",
      "[::1]:80",
      "localhost.",
      "a.localhost",
    ]) {
      expect([host, await statusFor(host)]).toEqual([host, 200]);
    }
    const foreign = [
      "evil.example",
      "127.0.0.1.evil.example",
      "localhost.evil.example",
      "localhost:80@evil",
      "0.0.0.0",
      "[::]",
    ];
    for (const host of [...foreign, "2130706433", "127.1", "localhost:x", "169.254.169.254"]) {
      expect([host, await statusFor(host)]).toEqual([host, 403]);
      // A name that was right before makes no other one right.
      expect(await statusFor("localhost")).toBe(200);
    }
  });

  it("[SEC-1] does not answer pages from elsewhere", async () => {
    await using server = await openDoorServer();
    const statusFor = async (origin: string) => (await send(server.port, "/me", { origin }, "GET")).status;
    for (const origin of ["http://localhost:3000", "https://127.0.0.1", "http://[::1]:9"]) {
      expect([origin, await statusFor(origin)]).toEqual([origin, 200]);
    }
    for (const origin of [
      "https://evil.example",
      "null",
      "http://localhost.evil.example",
      "file://",
      "http://a@evil",
      "x",
    ]) {
      expect([origin, await statusFor(origin)]).toEqual([origin, 403]);
    }
  });

  it("needs no credential, and knows no user", async () => {
    await using server = await openDoorServer();
    expect(await (await fetch(`${server.url}/me`)).json()).toEqual({ id: null });
    expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
  });
});

it("[AUTH-1] a route that does not say who may use it is not accepted", () => {
  const app = fastify();
  registerAuth(app, { auth: null, host: "127.0.0.1", logger: { warn: () => {} } });
  expect(() => app.get("/open", () => "")).toThrow("The route /open does not say in `config.access` who may use it");
});

it("unknown routes are 404 for everybody", async () => {
  await using server = await openDoorServer({ auth, environment });
  expect((await fetch(`${server.url}/none`)).status).toBe(404);
});
