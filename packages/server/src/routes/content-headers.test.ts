import type { StoredArtifact } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { contentHeaders } from "./content-headers.ts";

const artifact: StoredArtifact = {
  id: "0",
  name: "a.txt",
  path: "/x",
  media_type: "text/plain",
  bytes: 1,
  sha256: "ab",
  taskId: "t",
  userId: undefined,
  createdAt: new Date(0),
};
const headersOf = (part: Partial<StoredArtifact>) => contentHeaders({ ...artifact, ...part });

describe("contentHeaders", () => {
  it.each([
    "text/html",
    "image/svg+xml",
    "application/xhtml+xml",
    "text/xml",
    "text/javascript",
    "TEXT/HTML; charset=x",
  ])("[SEC-1] makes a download of %s", (type) => {
    expect(headersOf({ media_type: type })["content-disposition"]).toMatch(/^attachment;/);
  });

  it.each(["image/png", "application/pdf", "text/csv"])("lets a browser show %s", (type) => {
    expect(headersOf({ media_type: type })["content-disposition"]).toMatch(/^inline;/);
  });

  it("[SEC-1] lets nothing run, and nothing be taken for something else", () => {
    expect(headersOf({})).toMatchObject({
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
    });
  });

  it.each(["", "text", "text/html\r\nset-cookie: a=b", "a/b/c", "<b>/x"])(
    "[SEC-1] sends as octets what is no media type: %j",
    (type) => {
      expect(headersOf({ media_type: type })["content-type"]).toBe("application/octet-stream");
    },
  );

  it("[SEC-1] writes any name so that it stays within its header", () => {
    const name = `Umsatz "März"\r\nx: y;\u{1f600}'.csv`;
    expect(headersOf({ name })["content-disposition"]).toBe(
      "inline; filename=\"Umsatz _M_rz___x: y;__'.csv\"; filename*=UTF-8''Umsatz%20%22M%C3%A4rz%22%0D%0Ax%3A%20y%3B%F0%9F%98%80%27.csv",
    );
  });
});
