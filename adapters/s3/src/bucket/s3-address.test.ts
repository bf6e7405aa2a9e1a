import { describe, expect, it } from "vitest";
import { endpointOf, parseS3Url } from "./s3-address.ts";

describe("parseS3Url", () => {
  it.each([
    ["s3://files", { bucket: "files", prefix: "", endpoint: undefined, region: undefined }],
    ["s3://files/a//b%20c/", { bucket: "files", prefix: "a/b c/", endpoint: undefined, region: undefined }],
    ["s3://My_Files?region=eu-west-1", { bucket: "My_Files", prefix: "", endpoint: undefined, region: "eu-west-1" }],
    [
      "s3://files/a?endpoint=http://10.0.0.1:9000/",
      { bucket: "files", prefix: "a/", endpoint: "http://10.0.0.1:9000", region: undefined },
    ],
  ])("reads %s", (url, expected) => {
    expect(parseS3Url(url)).toEqual(expected);
  });

  it.each([
    "",
    "files",
    "s3://",
    "s3://ab",
    "http://files/a",
    "s3://files:99/a",
    "s3://hush:hush@files",
    "s3://hush@files",
    "s3://files/a?endpoint=ftp://hush",
    "s3://files/a?endpoint=http://hush:hush@host",
    "s3://files/a?endpoint=",
    "s3://files/a?secret=hush",
    "s3://files/a#hush",
    "s3://files/%00",
    "s3://files/a%5Cb",
    "s3://files/%FFhush",
    `s3://files/${"ä".repeat(300)}`,
  ])("[USE-3] refuses %s without repeating it", (url) => {
    const refuse = (): unknown => parseS3Url(url);
    expect(refuse).toThrow(/^The URL of the artifacts' bucket is not valid: /);
    expect(refuse).not.toThrow(/hush/);
  });

  it("takes no dots for folders", () => {
    // The URL itself resolves them; what is encoded twice is a name.
    expect(parseS3Url("s3://files/a/../../b").prefix).toBe("b/");
    expect(parseS3Url("s3://files/%252e%252e/b").prefix).toBe("%2e%2e/b/");
  });
});

describe("endpointOf", () => {
  it("takes addresses of servers only", () => {
    expect(endpointOf(undefined)).toBeUndefined();
    expect(endpointOf("https://s3.example.com/base/")).toBe("https://s3.example.com/base");
    for (const text of ["s3.example.com", "file:///a", "http://u:p@a", "http://a?b"]) {
      expect(() => endpointOf(text)).toThrow(/endpoint/);
    }
  });
});
