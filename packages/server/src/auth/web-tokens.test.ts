import { createSecretKey, type KeyObject } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@aiecs/core/testing";
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import type { JwtConfig } from "./auth-config.ts";
import type { User } from "./user.ts";
import { createWebTokens } from "./web-tokens.ts";

const nowS = 1_800_000_000;
const secret = "a secret of no less than thirty-two bytes";
const environment = { JWT_SECRET: secret };
const issuer = "https://issuer.example";
const audience = "aiecs";
const bySecret: JwtConfig = { issuer, audience, secret_env: "JWT_SECRET" };
const payload = { sub: "ann", scope: "execute tasks:read unknown", exp: nowS + 60, iss: issuer, aud: audience };

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let keys: Keys;
let others: Keys;
let keySet: string;

beforeAll(async () => {
  keys = await generateKeyPair("RS256", { extractable: true });
  others = await generateKeyPair("RS256", { extractable: true });
  keySet = JSON.stringify({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: "one", alg: "RS256", use: "sig" }] });
});

function open(config: JwtConfig, atS: number = nowS) {
  return createWebTokens({ config, quotas: {}, environment, now: () => atS * 1000 });
}

function signSecret(claims: JWTPayload, key: string | KeyObject = secret, alg = "HS256"): Promise<string> {
  const bytes = typeof key === "string" ? createSecretKey(Buffer.from(key)) : key;
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(bytes);
}

function signRsa(claims: JWTPayload, { privateKey }: Keys = keys, kid = "one"): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(privateKey);
}

async function keySetFile(): Promise<string> {
  const file = join(tmpdir(), `aiecs-jwks-${process.pid}.json`);
  await writeFile(file, keySet);
  return file;
}

describe("tokens", () => {
  it("[AUTH-1] say who the user is, what for, and until when", async () => {
    const user: User = await open(bySecret).verify(await signSecret(payload));
    expect(user).toMatchObject({ id: "ann", tools: undefined, expiresAt: (nowS + 90) * 1000 });
    expect([...user.scopes]).toEqual(["execute", "tasks:read"]);
  });

  it("[AUTH-1] scopes may stand in `scp`, and tools in a claim of one's own; without it nothing is allowed", async () => {
    const { scope: _, ...bare } = payload;
    const config = { ...bySecret, tools_claim: "https://aiecs/tools" };
    const scp = await open(config).verify(
      await signSecret({ ...bare, scp: ["admin"], "https://aiecs/tools": ["a.b"] }),
    );
    expect([[...scp.scopes], scp.tools]).toEqual([["admin"], ["a.b"]]);
    const none = await open(config).verify(await signSecret(bare));
    expect([[...none.scopes], none.tools]).toEqual([[], []]);
  });

  it.each<[string, JWTPayload]>([
    ["expired", { exp: nowS - 31 }],
    ["not valid yet", { nbf: nowS + 31 }],
    ["of another issuer", { iss: "https://other.example" }],
    ["for somebody else", { aud: "other" }],
    ["without an end", { exp: undefined as never }],
    ["without a user", { sub: undefined as never }],
    ["with an empty user", { sub: "" }],
    ["with a user that would break lines", { sub: "a\nb" }],
    ["with a list as user", { sub: ["a"] as never }],
    ["with an object as scope", { scope: { admin: true } }],
  ])("[AUTH-1] a token %s does not hold", async (_name, change) => {
    const claims = { ...payload, ...change };
    await expect(open(bySecret).verify(await signSecret(claims))).rejects.toMatchObject({ statusCode: 401 });
  });

  it("[AUTH-1] clocks may differ by as much as the config says", async () => {
    const token = await signSecret({ ...payload, exp: nowS - 29 });
    expect((await open(bySecret).verify(token)).id).toBe("ann");
    await expect(open({ ...bySecret, clock_skew_s: 0 }).verify(token)).rejects.toThrow("The token has expired");
  });

  it("[SEC-1] no token without a signature, by another secret, or by another algorithm holds", async () => {
    const unsigned = new UnsecuredJWT(payload).encode();
    for (const token of [
      unsigned,
      await signSecret(payload, "another secret of at least 32 bytes"),
      `${await signSecret(payload)}x`,
    ]) {
      await expect(open(bySecret).verify(token)).rejects.toMatchObject({ statusCode: 401 });
    }
    const narrowed = open({ ...bySecret, algorithms: ["HS512"] });
    await expect(narrowed.verify(await signSecret(payload))).rejects.toMatchObject({ statusCode: 401 });
  });

  it("[SEC-1] a public key never serves as a secret", async () => {
    const tokens = open({ issuer, audience, jwks_file: await keySetFile() });
    expect((await tokens.verify(await signRsa(payload))).id).toBe("ann");
    const publicText = await exportSPKI(keys.publicKey);
    for (const key of [publicText, keySet, JSON.parse(keySet).keys[0].n]) {
      const forged = await new SignJWT(payload).setProtectedHeader({ alg: "HS256", kid: "one" }).sign(Buffer.from(key));
      await expect(tokens.verify(forged)).rejects.toMatchObject({ statusCode: 401 });
    }
    await expect(tokens.verify(await signRsa(payload, others))).rejects.toMatchObject({ statusCode: 401 });
  });

  it("[AUTH-1] keys are fetched from the issuer once, and an issuer that does not answer is a 503", async () => {
    let asked = 0;
    let status = 500;
    await using server = await serve((_request, response) => {
      asked += 1;
      response.writeHead(status, { "content-type": "application/json" }).end(keySet);
    });
    const tokens = open({ issuer, audience, jwks_url: `${server.url}/jwks` });
    const token = await signRsa(payload);
    await expect(tokens.verify(token)).rejects.toMatchObject({ statusCode: 503, headers: { "Retry-After": "5" } });
    status = 200;
    expect((await tokens.verify(token)).id).toBe("ann");
    const before = asked;
    for (let index = 0; index < 20; index += 1) {
      await tokens.verify(token);
      const unknown = await signRsa(payload, others, `kid-${index}`);
      await expect(tokens.verify(unknown)).rejects.toMatchObject({ statusCode: 401 });
    }
    // Unknown key ids cannot make the server ask the issuer again and again.
    expect(asked - before).toBeLessThanOrEqual(1);
  });

  it("[SEC-2] a short secret is refused at start", () => {
    const tokens = () =>
      createWebTokens({ config: bySecret, quotas: {}, environment: { JWT_SECRET: "short" }, now: () => 0 });
    expect(tokens).toThrow("auth.jwt: expected a secret of at least 32 bytes, received 5");
  });
});
