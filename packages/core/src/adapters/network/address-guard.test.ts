import type { LookupAddress } from "node:dns";
import { describe, expect, it } from "vitest";
import {
  checkUrl,
  createAllowList,
  createGuardedLookup,
  hostAndPort,
  isGlobalAddress,
  type NameLookup,
} from "./address-guard.ts";

const nobody = createAllowList([]);

/** A name server that gives one answer after another. */
function nameServer(...answers: readonly (readonly string[])[]): NameLookup {
  let next = 0;
  return (_hostname, _options, callback) => {
    const addresses = answers[next++ % answers.length] ?? [];
    callback(
      null,
      addresses.map((address): LookupAddress => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
}

function resolve(url: string, lookUp?: NameLookup, allowed = nobody): Promise<unknown> {
  const target = new URL(url);
  const lookup = createGuardedLookup(hostAndPort(target), allowed, lookUp);
  return new Promise((settle) =>
    lookup(target.hostname, { all: true }, (error, addresses) => settle(error ?? addresses)),
  );
}

describe("the address guard", () => {
  it.each([
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0x7f.0x0.0x0.0x1",
    "017700000001",
    "0177.0.0.1",
    "0177.0.0.01.",
    "%31%32%37.0.0.1",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "public.example.com@127.0.0.1",
    "public.example.com:80@127.0.0.1",
    "0",
    "0.0.0.0",
    "0.1.2.3",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:0001]",
    "[::ffff:0:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2002:7f00:0001::1]",
    "[2001:0:7f00:1::]",
  ])("[SEC-1] [TOOL-6] refuses this machine spelled as %s", (host) => {
    expect(() => checkUrl(`http://${host}/`, nobody)).toThrow(/is not a public address.*network\.allow/);
  });

  it.each([
    "10.1.2.3",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "3232235777",
    "198.18.0.1",
    "198.19.255.255",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[fe80::1]",
    "[febf::1]",
    "[fc00::1]",
    "[fdff::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[100::1]",
    "[2001:db8::1]",
    "[5f00::1]",
    "[::ffff:10.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[2002:c0a8:101::]",
  ])("[SEC-1] [TOOL-6] refuses the private address %s", (host) => {
    expect(() => checkUrl(`https://${host}:8443/latest`, nobody)).toThrow(/is not a public address.*network\.allow/);
  });

  it("takes public addresses, those just outside private ranges, and names", () => {
    for (const host of ["93.184.215.14", "9.255.255.255", "100.63.255.255", "100.128.0.1", "172.32.0.1", "11.0.0.1"]) {
      expect(checkUrl(`https://${host}/x`, nobody).hostname).toBe(host);
    }
    expect(checkUrl("https://[2606:4700::1111]:8443/", nobody).port).toBe("8443");
    expect(checkUrl("https://example.com/", nobody).hostname).toBe("example.com");
  });

  it("takes what the config allows, by host and port", () => {
    const allowed = createAllowList(["127.0.0.1:9100", "[::1]:80", "Metrics.Internal:443"]);
    expect(checkUrl("http://127.0.0.1:9100/metrics", allowed).port).toBe("9100");
    expect(checkUrl("http://2130706433:9100/metrics", allowed).port).toBe("9100");
    expect(checkUrl("http://[::1]/metrics", allowed).hostname).toBe("[::1]");
    for (const url of ["http://127.0.0.1:9101/metrics", "http://127.0.0.1/", "http://[::1]:9100/"]) {
      expect(() => checkUrl(url, allowed)).toThrow(/not a public address/);
    }
  });

  it.each([
    "file:///etc/passwd",
    "ftp://example.com/",
    "data:text/plain,x",
    "not a url",
    "",
    "http://[fe80::1%25eth0]/",
  ])("[SEC-1] refuses %j as no web address", (url) => {
    expect(() => checkUrl(url, nobody)).toThrow(/Invalid URL/);
  });

  it("[SEC-2] refuses passwords in addresses without telling them", () => {
    const check = () => checkUrl("https://me:hunter2@example.com/x?token=hunter2", nobody);
    expect(check).toThrow("Invalid URL: https://example.com/x with a user name or password");
    expect(check).not.toThrow(/hunter2/);
  });

  it.each(["localhost", "LOCALHOST"])("[SEC-1] refuses the system's own name %s", async (host) => {
    expect(String(await resolve(`http://${host}/`))).toMatch(/is refused: .* is not a public address/);
  });

  it("takes a name that the config allows, whatever its case", async () => {
    const allowed = createAllowList(["Localhost:80"]);
    expect(await resolve("http://LOCALHOST/", undefined, allowed)).toContainEqual(
      expect.objectContaining({ address: expect.stringMatching(/^(127\.|::1$)/) }),
    );
  });

  it.each([
    [["127.0.0.1"]],
    [["93.184.215.14", "10.0.0.1"]],
    [["2606:4700::1111", "::ffff:169.254.169.254"]],
    [["64:ff9b::7f00:1"]],
    [["fe80::1%eth0"]],
  ])("[SEC-1] refuses a name that leads to %j", async (addresses) => {
    const found = await resolve("http://public.example.com/", nameServer(addresses));
    expect(String(found)).toMatch(/public\.example\.com:80 is refused: .* is not a public address/);
  });

  it("[SEC-1] refuses a name with a dot at its end like the one without, and allows it only by itself", async () => {
    const allowed = createAllowList(["localhost:80"]);
    const found = await resolve("http://localhost./", nameServer(["127.0.0.1"]), allowed);
    expect(String(found)).toMatch(/localhost\.:80 is refused: 127\.0\.0\.1 is not a public address/);
  });

  it("[SEC-1] checks every answer anew, so that a name that changes its address (DNS rebinding) gains nothing", async () => {
    const rebinding = nameServer(["93.184.215.14"], ["127.0.0.1"]);
    expect(await resolve("http://rebind.example.com/", rebinding)).toEqual([{ address: "93.184.215.14", family: 4 }]);
    expect(String(await resolve("http://rebind.example.com/", rebinding))).toMatch(/127\.0\.0\.1 is not a public/);
  });

  it("knows no address in what is none", () => {
    expect(isGlobalAddress("example.com")).toBe(false);
    expect(isGlobalAddress("")).toBe(false);
  });
});
