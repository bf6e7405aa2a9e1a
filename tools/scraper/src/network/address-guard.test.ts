import { describe, expect, it } from "vitest";
import { checkUrl, createGuardedLookup, isGlobalAddress } from "./address-guard.ts";

const nobody = new Set<string>();

describe("the address guard", () => {
  it.each([
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://0.0.0.0/",
    "http://10.1.2.3/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://192.0.0.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
  ])("[SEC-1] refuses %s", (url) => {
    expect(() => checkUrl(url, nobody)).toThrow(/is not a public address.*network\.allow/);
  });

  it("takes public addresses and names", () => {
    expect(checkUrl("https://93.184.215.14/x", nobody).href).toBe("https://93.184.215.14/x");
    expect(checkUrl("https://[2606:4700::1111]:8443/", nobody).port).toBe("8443");
    expect(checkUrl("https://example.com/", nobody).hostname).toBe("example.com");
  });

  it("takes what the config allows, by host and port", () => {
    const allowed = new Set(["127.0.0.1:9100"]);
    expect(checkUrl("http://127.0.0.1:9100/metrics", allowed).port).toBe("9100");
    expect(() => checkUrl("http://127.0.0.1:9101/metrics", allowed)).toThrow(/not a public address/);
  });

  it.each(["file:///etc/passwd", "ftp://example.com/", "data:text/plain,x", "not a url", ""])(
    "[SEC-1] refuses %j as no web address",
    (url) => {
      expect(() => checkUrl(url, nobody)).toThrow(/Invalid URL/);
    },
  );

  it("[SEC-1] refuses a name that leads to a private address", async () => {
    const lookup = createGuardedLookup(new URL("http://localhost:80/"), nobody);
    const error = await new Promise((resolve) => lookup("localhost", {}, resolve));
    expect(String(error)).toMatch(/localhost is refused: .* is not a public address/);
    const allowedLookup = createGuardedLookup(new URL("http://localhost:80/"), new Set(["localhost:80"]));
    const address = await new Promise((resolve) => allowedLookup("localhost", {}, (_error, found) => resolve(found)));
    expect(address).toMatch(/^(127\.|::1)/);
  });

  it("knows no address in what is none", () => {
    expect(isGlobalAddress("example.com")).toBe(false);
    expect(isGlobalAddress("")).toBe(false);
  });
});
