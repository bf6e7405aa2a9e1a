import { once } from "node:events";
import type { IncomingMessage, RequestListener } from "node:http";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { NetworkRequest, NetworkResponse } from "#contracts/network-access.ts";
import { answer, serve } from "#testing/serve.ts";
import type { NameLookup } from "./address-guard.ts";
import { createNetworkAccess } from "./network-access.ts";

const mebibyte = 1024 * 1024;

type Settings = { readonly lookUp?: NameLookup; readonly signal?: AbortSignal; readonly request?: NetworkRequest };

function fetchFrom(address: string, allow: readonly string[], settings: Settings = {}): Promise<NetworkResponse> {
  const { lookUp, signal = AbortSignal.timeout(10_000), request } = settings;
  const config = { network: { allow }, limits: { max_file_bytes: mebibyte } };
  return createNetworkAccess({ config, signal: () => signal, ...(lookUp && { lookUp }) }).fetch(address, request);
}

const redirectTo =
  (location: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(302, { location }).end();

/** All names lead to this machine; says how often it was asked. */
function loopbackNames(): { readonly lookUp: NameLookup; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    lookUp: (hostname, _options, callback) => {
      asked.push(hostname);
      callback(null, [{ address: "127.0.0.1", family: 4 }]);
    },
  };
}

describe("a request", () => {
  it("gives the whole body, its type and its headers", async () => {
    const link =
      '<https://example.com/?ids=1,2&page=9>; title="a, b"; rel="last", </?ids=1,2&page=2>; rel="prefetch next"';
    await using server = await serve(answer("añb", { "content-type": "text/csv", link }));
    const found = await fetchFrom(`${server.url}/x?token=secret`, [server.host]);
    expect(Buffer.from(found.body).toString()).toBe("añb");
    expect(found).toMatchObject({ contentType: "text/csv", headers: { link }, source: `${server.url}/x` });
  });

  it.each([
    ["127.0.0.1", (port: number) => `http://127.0.0.1:${port}/`],
    ["a decimal address", (port: number) => `http://2130706433:${port}/`],
    ["an octal address", (port: number) => `http://0177.0.0.1:${port}/`],
    ["a mapped address", (port: number) => `http://[::ffff:127.0.0.1]:${port}/`],
    ["0.0.0.0", (port: number) => `http://0.0.0.0:${port}/`],
    ["a user before the host", (port: number) => `http://example.com@127.0.0.1:${port}/`],
    ["localhost", (port: number) => `http://localhost:${port}/`],
    ["no protocol", (port: number) => `//127.0.0.1:${port}/`],
  ])("[SEC-1] [TOOL-6] follows no redirect to this machine: %s", async (_, spell) => {
    let reached = 0;
    await using target = await serve((_request, response) => {
      reached += 1;
      response.end("secret");
    });
    await using server = await serve(redirectTo(spell(target.port)));
    await expect(fetchFrom(server.url, [server.host])).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining("is not a public address"),
    });
    expect(reached).toBe(0);
  });

  it("[SEC-1] follows no redirect to another protocol, nor round and round", async () => {
    await using file = await serve(redirectTo("file:///etc/passwd"));
    await expect(fetchFrom(file.url, [file.host])).rejects.toThrow(/expected http.*received file:/);
    await using broken = await serve(redirectTo("http://["));
    await expect(fetchFrom(broken.url, [broken.host])).rejects.toThrow(/leads to "http:\/\/\[", which is no/);
    await using circle = await serve(redirectTo("/again"));
    await expect(fetchFrom(circle.url, [circle.host])).rejects.toThrow(/redirects more than 5 times/);
  });

  it("[SEC-1] connects to no private address behind a name, and looks it up once, for the connection itself", async () => {
    let reached = 0;
    await using server = await serve((_request, response) => {
      reached += 1;
      response.end("secret");
    });
    const names = loopbackNames();
    const url = `http://public.example.com:${server.port}/`;
    await expect(fetchFrom(url, [server.host], names)).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining("127.0.0.1 is not a public address"),
    });
    expect([reached, names.asked]).toEqual([0, ["public.example.com"]]);
    const allowed = await fetchFrom(url, [`public.example.com:${server.port}`], names);
    expect(Buffer.from(allowed.body).toString()).toBe("secret");
    expect([reached, names.asked.length]).toEqual([1, 2]);
  });

  it("[SEC-1] checks the name that a redirect leads to, although its connection would be there already", async () => {
    await using server = await serve((request, response) => {
      if (request.url === "/") redirectTo(`http://rebind.example.com:${server.port}/x`)(request, response);
      else response.end("secret");
    });
    await expect(fetchFrom(server.url, [server.host], loopbackNames())).rejects.toThrow(
      /rebind\.example\.com:\d+ is refused/,
    );
  });

  it.each([
    ["plain", "", Buffer.alloc(mebibyte + 1)],
    ["gzip", "gzip", gzipSync(Buffer.alloc(64 * mebibyte))],
    ["brotli", "br", brotliCompressSync(Buffer.alloc(64 * mebibyte), { params: { 1: 1 } })],
    ["gzip in gzip", "gzip, gzip", gzipSync(gzipSync(Buffer.alloc(64 * mebibyte)))],
  ])("[SEC-1] [TOOL-6] refuses a body beyond the limit, as it is after decompression: %s", async (_, coding, body) => {
    await using server = await serve(answer(body, coding === "" ? {} : { "content-encoding": coding }));
    await expect(fetchFrom(server.url, [server.host])).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining(`${server.url}/ sends more than 1048576 bytes, the most that is read`),
    });
  });

  it("reads a body of exactly the limit, and compressed ones below it", async () => {
    await using server = await serve(answer(gzipSync(Buffer.alloc(mebibyte)), { "content-encoding": "gzip" }));
    expect((await fetchFrom(server.url, [server.host])).body.byteLength).toBe(mebibyte);
  });

  it("[SEC-1] stops reading a body without end at the limit", async () => {
    let closed: Promise<unknown> | undefined;
    await using server = await serve((request, response) => {
      closed = once(response, "close");
      const send = (): void => {
        while (!request.destroyed && response.write(Buffer.alloc(65_536))) void 0;
        if (!request.destroyed) response.once("drain", send);
      };
      send();
    });
    await expect(fetchFrom(server.url, [server.host])).rejects.toThrow(/more than 1048576 bytes/);
    await closed;
  });

  it.each([
    ["says nothing", (): void => undefined],
    [
      "stops after its headers",
      (_: IncomingMessage, response: Parameters<RequestListener>[1]) => response.flushHeaders(),
    ],
    ["stops amid its body", (_: IncomingMessage, response: Parameters<RequestListener>[1]) => response.write("half")],
  ])("[TOOL-8] leaves a server that %s, when told to", async (_, listener) => {
    const stop = new AbortController();
    let closed: Promise<unknown> | undefined;
    await using server = await serve((request, response) => {
      closed = once(response, "close");
      listener(request, response);
      setTimeout(() => stop.abort(new Error("enough")), 20);
    });
    await expect(fetchFrom(server.url, [server.host], { signal: stop.signal })).rejects.toThrow("enough");
    await closed;
  });

  it("tells what the network said, without the secrets of the address", async () => {
    const gone = await serve(() => undefined);
    await gone[Symbol.asyncDispose]();
    const attempt = fetchFrom(`${gone.url}/x?token=secret`, [gone.host]);
    await expect(attempt).rejects.toThrow(`${gone.url}/x could not be read: connect ECONNREFUSED ${gone.host}`);
    await expect(attempt).rejects.not.toThrow(/secret/);
    await using broken = await serve(answer("not gzip", { "content-encoding": "gzip" }));
    await expect(fetchFrom(broken.url, [broken.host])).rejects.toThrow(/could not be read: incorrect header/);
  });

  it("sends a body with its headers, and never twice: a redirect of it is told", async () => {
    const seen: string[] = [];
    await using server = await serve((request, response) => {
      request.setEncoding("utf8").on("data", (chunk: string) => seen.push(`${request.headers["x-id"]} ${chunk}`));
      request.on("end", () =>
        response.writeHead(request.url?.startsWith("/moved") ? 307 : 200, { location: "/" }).end("ok"),
      );
    });
    const request = { method: "POST", headers: { "x-id": "7" }, body: "hello" };
    expect((await fetchFrom(server.url, [server.host], { request })).status).toBe(200);
    await expect(fetchFrom(`${server.url}/moved?key=1`, [server.host], { request })).rejects.toThrow(
      `${server.url}/moved redirects to ${server.url}/: a POST request is not sent twice, name that address`,
    );
    expect(seen).toEqual(["7 hello", "7 hello"]);
  });

  it("[SEC-1] gives the caller's headers to no other host that a redirect leads to", async () => {
    const seen: unknown[] = [];
    await using other = await serve((request, response) => {
      seen.push(request.headers.authorization, request.headers.accept);
      response.end("ok");
    });
    await using server = await serve(redirectTo(other.url));
    const request = { headers: { authorization: "Bearer secret" }, accept: "text/plain" };
    await fetchFrom(server.url, [server.host, other.host], { request });
    expect(seen).toEqual([undefined, "text/plain"]);
  });

  it("says of a status whether another try may help", async () => {
    await using server = await serve((request, response) => {
      response.writeHead(Number(request.url?.slice(1, 4)), { "retry-after": "2" }).end("no");
    });
    const answers: readonly (readonly [number, boolean])[] = [
      [429, true],
      [503, true],
      [404, false],
      [401, false],
    ];
    for (const [status, retryable] of answers) {
      const attempt = fetchFrom(`${server.url}/${status}?key=secret`, [server.host]);
      await expect(attempt).rejects.toMatchObject({ status, retryable, retryAfterMs: 2_000 });
      await expect(attempt).rejects.not.toThrow(/secret/);
    }
  });

  it("ends a request by its own signal, too", async () => {
    await using server = await serve(() => undefined);
    const request = { signal: AbortSignal.timeout(20) };
    await expect(fetchFrom(server.url, [server.host], { request })).rejects.toThrow(/timeout/);
  });
});

describe("resolve", () => {
  it("[SEC-1] [TOOL-6] gives the address of a host that may be reached, and refuses the others", async () => {
    const access = (allow: readonly string[]) =>
      createNetworkAccess({
        config: { network: { allow }, limits: { max_file_bytes: mebibyte } },
        signal: () => AbortSignal.timeout(10_000),
        lookUp: loopbackNames().lookUp,
      });
    expect(await access(["mail.example.com:25"]).resolve("Mail.example.com", 25)).toBe("127.0.0.1");
    await expect(access(["mail.example.com:25"]).resolve("mail.example.com", 26)).rejects.toThrow(
      "mail.example.com:26 is refused: 127.0.0.1 is not a public address. To reach it, name mail.example.com:26",
    );
  });
});
