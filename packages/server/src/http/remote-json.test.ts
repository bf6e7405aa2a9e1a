import { OperationFailedError } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { createRemoteJson } from "./remote-json.ts";

const toJson = createRemoteJson(["/srv/app/.aiecs/runs", "/srv/app", "/"]);
const send = (value: unknown): unknown => JSON.parse(toJson(value));
const artifact = {
  id: "0123456789abcdef0123456789abcdef",
  name: "sales.png",
  path: "/srv/app/.aiecs/runs/t1/sales.png",
  media_type: "image/png",
  bytes: 3,
  sha256: "ab",
};

describe("createRemoteJson", () => {
  it("[SEC-1] gives artifacts a URL in place of their path, however deep they lie", () => {
    const { path: _path, ...shown } = artifact;
    const handle = { ...shown, url: `/api/artifacts/${artifact.id}` };
    expect(send({ results: [{ chart: { svg: artifact, png: [artifact] } }] })).toEqual({
      results: [{ chart: { svg: handle, png: [handle] } }],
    });
  });

  it("shows the URL where the path of an artifact stands by itself", () => {
    expect(send({ files: [artifact], report: artifact.path })).toMatchObject({
      report: `/api/artifacts/${artifact.id}`,
    });
  });

  it("[SEC-1] shows other paths from the hidden folder on, in texts and keys", () => {
    expect(
      send({
        message: "ENOENT: open '/srv/app/data/x.csv' (/srv/app)",
        "/srv/app/a": "/srv/apple /x/srv/app/b /srv/app",
      }),
    ).toEqual({ message: "ENOENT: open 'data/x.csv' ()", a: "/srv/apple /x/srv/app/b " });
  });

  it("leaves everything else as it is", () => {
    const value = { a: 1, b: ["/etc/hosts", null, true], c: { d: "text" } };
    expect(send(value)).toEqual(value);
    expect(toJson(undefined)).toBe("null");
  });

  it("writes big integers as text, and refuses what JSON cannot say", () => {
    expect(toJson({ n: 2n ** 70n })).toBe('{"n":"1180591620717411303424"}');
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(() => toJson(circle)).toThrow(OperationFailedError);
  });

  it("keeps a key that is called __proto__ a key", () => {
    const hostile = JSON.parse('{"__proto__": {"x": 1}, "p": "/srv/app/x"}');
    expect(toJson(hostile)).toBe('{"__proto__":{"x":1},"p":"x"}');
  });
});
