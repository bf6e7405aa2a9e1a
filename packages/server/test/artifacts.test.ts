import { describe, expect, it } from "vitest";
import { type OpenServer, openServer } from "#testing-fixtures/open-server.ts";

type Handle = { readonly id: string; readonly url: string; readonly sha256: string };

async function write(open: OpenServer, params: object, headers: Record<string, string> = {}): Promise<Handle> {
  const payload = { operation: "door_tool.write", params };
  const response = await open.app.inject({ method: "POST", url: "/api/execute", payload, headers });
  return response.json<{ result: Handle }>().result;
}

describe("GET /api/artifacts/{id}", () => {
  const text = "0123456789";

  it("[API-7] sends the content with its type, size and tag", async () => {
    await using open = await openServer();
    const { url, sha256 } = await write(open, { name: "digits.csv", media_type: "text/csv", text });
    const response = await open.app.inject(url);
    expect([response.statusCode, response.body]).toEqual([200, text]);
    expect(response.headers).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      "content-length": "10",
      "accept-ranges": "bytes",
      etag: `"${sha256}"`,
      "content-disposition": "inline; filename=\"digits.csv\"; filename*=UTF-8''digits.csv",
    });
  });

  it("[API-7] answers HEAD with the same headers and no content", async () => {
    await using open = await openServer();
    const { url } = await write(open, { text });
    const response = await open.app.inject({ method: "HEAD", url });
    expect([response.statusCode, response.body, response.headers["content-length"]]).toEqual([200, "", "10"]);
  });

  it.each([
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-2", "89", "bytes 8-9/10"],
  ])("[API-7] sends the part %s with 206", async (range, part, contentRange) => {
    await using open = await openServer();
    const { url } = await write(open, { text });
    const response = await open.app.inject({ url, headers: { range } });
    expect([response.statusCode, response.body]).toEqual([206, part]);
    expect(response.headers).toMatchObject({ "content-range": contentRange, "content-length": String(part.length) });
  });

  it("[API-7] says 416 with the size when a part lies beyond the end", async () => {
    await using open = await openServer();
    const { url } = await write(open, { text });
    const response = await open.app.inject({ url, headers: { range: "bytes=10-" } });
    expect(response.statusCode).toBe(416);
    expect(response.headers["content-range"]).toBe("bytes */10");
    expect(response.headers["content-type"]).toContain("application/problem+json");
  });

  it("[API-7] sends nothing again that the client has, and all of what has changed since", async () => {
    await using open = await openServer();
    const { url, sha256 } = await write(open, { text });
    for (const tag of [`"${sha256}"`, `W/"${sha256}"`, `"other", "${sha256}"`, "*"]) {
      const response = await open.app.inject({ url, headers: { "if-none-match": tag } });
      expect([response.statusCode, response.body]).toEqual([304, ""]);
    }
    const range = "bytes=0-1";
    const same = await open.app.inject({ url, headers: { range, "if-range": `"${sha256}"` } });
    expect(same.statusCode).toBe(206);
    const changed = await open.app.inject({ url, headers: { range, "if-range": '"older"' } });
    expect([changed.statusCode, changed.body]).toEqual([200, text]);
  });

  it("[API-7] sends an empty file", async () => {
    await using open = await openServer();
    const { url } = await write(open, { text: "" });
    const response = await open.app.inject(url);
    expect([response.statusCode, response.body, response.headers["content-length"]]).toEqual([200, "", "0"]);
  });

  it("[SEC-1] lets no page run that an operation made", async () => {
    await using open = await openServer();
    const script = "<script>alert(1)</script>";
    for (const [name, type] of [
      ["page.html", "text/html"],
      ["image.svg", "image/svg+xml"],
    ] as const) {
      const { url } = await write(open, { name, media_type: type, text: script });
      const { headers } = await open.app.inject(url);
      expect(headers["content-disposition"]).toMatch(/^attachment;/);
      expect(headers["content-security-policy"]).toBe("sandbox; default-src 'none'");
      expect(headers["x-content-type-options"]).toBe("nosniff");
    }
  });

  it("[AUTH-2] is 404 for what is somebody else's, and for every made-up id", async () => {
    const auth = {
      api_keys: [
        { key_env: "A", user: "ann" },
        { key_env: "B", user: "bob" },
      ],
    };
    const environment = { A: "a".repeat(32), B: "b".repeat(32) };
    await using open = await openServer({ config: { auth }, environment });
    const as = (letter: string) => ({ authorization: `Bearer ${letter.repeat(32)}` });
    const { url, id } = await write(open, { text }, as("a"));
    expect((await open.app.inject({ url, headers: as("a") })).statusCode).toBe(200);
    const theirs = await open.app.inject({ url, headers: as("b") });
    const none = await open.app.inject({ url: `/api/artifacts/${"0".repeat(32)}`, headers: as("b") });
    expect([theirs.statusCode, none.statusCode]).toEqual([404, 404]);
    expect(theirs.json().detail).toBe(none.json().detail.replace("0".repeat(32), id));
    for (const odd of ["..%2f..%2fetc%2fpasswd", "%00", "a".repeat(200), "__proto__"]) {
      expect((await open.app.inject({ url: `/api/artifacts/${odd}`, headers: as("a") })).statusCode).toBe(404);
    }
  });

  it("[API-7] reads a large file part by part, and stops when the client is gone", async () => {
    await using open = await openServer();
    const size = 64 * 1024 * 1024;
    const owner = { taskId: "big", userId: undefined };
    const parts = Array.from({ length: 64 }, (_, index) => Buffer.alloc(size / 64, index));
    const { id } = await open.executor.artifacts.write(owner, {
      name: "big.bin",
      mediaType: "application/octet-stream",
      content: (async function* () {
        yield* parts;
      })(),
    });
    const url = `${await open.listen()}/api/artifacts/${id}`;
    let bytes = 0;
    const whole = await fetch(url);
    for await (const part of whole.body ?? []) bytes += part.byteLength;
    expect(bytes).toBe(size);
    const controller = new AbortController();
    const cut = await fetch(url, { signal: controller.signal });
    await cut.body?.getReader().read();
    controller.abort();
    await expect.poll(() => process.getActiveResourcesInfo().filter((name) => /FS|File/.test(name)).length).toBe(0);
    expect(open.logged.filter((line) => line.includes('"error"'))).toEqual([]);
  });
});
