import { describe, expect, it } from "vitest";
import { type SearchWebInput, searchWebInput } from "#schemas/search-web.ts";
import { openContext } from "#testing-fixtures/open-context.ts";
import { openReceiver, type Receiver } from "#testing-fixtures/receiver.ts";
import { searchWeb } from "./search-web.ts";

const key = "s3cr3t-key";

/** Answers in the shape of each provider. */
const answers = {
  searxng: {
    query: "home batteries",
    number_of_results: 0,
    results: [
      {
        url: "https://example.com/a",
        title: "Home batteries",
        content: "How they work.",
        engine: "duckduckgo",
        score: 4,
      },
      { url: "https://example.com/a", title: "The same again", content: "" },
      { url: "javascript:alert(1)", title: "No address" },
      { url: "https://example.com/b", title: "", content: null },
    ],
    answers: [],
  },
  brave: {
    type: "search",
    web: {
      type: "search",
      results: [
        {
          title: "Home <strong>batteries</strong> &amp; more",
          url: "https://example.com/a",
          description: "They <strong>store</strong> energy &#x27;at home&#x27;.",
        },
      ],
    },
  },
  tavily: {
    query: "home batteries",
    answer: null,
    results: [{ url: "https://example.com/a", title: "Home batteries", content: "How they work.", score: 0.98 }],
  },
};

async function search(
  receiver: Receiver,
  provider: object,
  input: SearchWebInput = { query: "home batteries", top_k: 3, language: "en" },
) {
  await using context = openContext({ config: { provider }, allow: [receiver.host] });
  const result = await searchWeb(searchWebInput.parse(input), context).catch((error: unknown) => error);
  return { result, logged: JSON.stringify(context.logged), request: receiver.received[0] };
}

const answering = (answer: unknown) =>
  openReceiver(
    (response) =>
      void response
        .writeHead(200, { "content-type": "application/json" })
        .end(typeof answer === "string" ? answer : JSON.stringify(answer)),
  );

describe("search_web", () => {
  it("asks searxng, and leaves out what is no web address or stands there twice", async () => {
    await using receiver = await answering(answers.searxng);
    const { result, request } = await search(receiver, { type: "searxng", url: receiver.url });
    expect(request).toMatchObject({ method: "GET", path: "/search?q=home+batteries&format=json&language=en" });
    expect(result).toEqual({
      query: "home batteries",
      provider: "searxng",
      results: [
        { title: "Home batteries", url: "https://example.com/a", snippet: "How they work." },
        { title: "https://example.com/b", url: "https://example.com/b", snippet: "" },
      ],
      count: 2,
      notes: ["2 of 4 results were left out: without a web address, or twice"],
    });
  });

  it("asks brave with its key in a header, and takes its marks out of texts", async () => {
    await using receiver = await answering(answers.brave);
    const { result, request } = await search(receiver, {
      type: "brave",
      url: `${receiver.url}/res/v1/web/search`,
      api_key: key,
    });
    expect(request).toMatchObject({
      method: "GET",
      path: "/res/v1/web/search?q=home+batteries&count=3&search_lang=en",
      headers: { "x-subscription-token": key },
    });
    expect(result).toMatchObject({
      results: [{ title: "Home batteries & more", snippet: "They store energy 'at home'." }],
    });
    expect(JSON.stringify(result)).not.toContain(key);
  });

  it("asks tavily by POST with its key as a bearer's", async () => {
    await using receiver = await answering(answers.tavily);
    const { result, request } = await search(receiver, { type: "tavily", url: receiver.url, api_key: key });
    expect(request).toMatchObject({ method: "POST", headers: { authorization: `Bearer ${key}` } });
    expect(JSON.parse(request?.body ?? "")).toEqual({ query: "home batteries", max_results: 3 });
    expect(result).toMatchObject({ provider: "tavily", count: 1, notes: [] });
    const many = await search(receiver, { type: "tavily", url: receiver.url, api_key: key }, { query: "x", top_k: 40 });
    expect(many.result).toMatchObject({ notes: ["tavily gives at most 20 results at once"] });
  });

  it("asks any provider that answers JSON, by names of the config", async () => {
    await using receiver = await answering({
      data: {
        items: [
          { name: "One", link: { href: "https://example.com/1" }, text: "first" },
          { name: "Two", link: { href: "https://example.com/2" } },
        ],
      },
    });
    const fields = {
      query: "query",
      limit: "n",
      results: "data.items",
      title: "name",
      url: "link.href",
      snippet: "text",
      key_header: "x-api-key",
    };
    const { result, request } = await search(
      receiver,
      { type: "json", url: `${receiver.url}/find?lang=en`, api_key: key, fields },
      { query: "a&b=c", top_k: 1 },
    );
    expect(request).toMatchObject({ path: "/find?lang=en&query=a%26b%3Dc&n=1", headers: { "x-api-key": key } });
    expect(result).toMatchObject({
      results: [{ title: "One", url: "https://example.com/1", snippet: "first" }],
      count: 1,
    });
  });

  it("says that nothing was found where the list is missing", async () => {
    await using receiver = await answering({ type: "search" });
    expect((await search(receiver, { type: "brave", url: receiver.url, api_key: key })).result).toMatchObject({
      results: [],
      count: 0,
      notes: ["the answer has no web.results: an object with type"],
    });
  });

  it.each([
    ["<html>blocked</html>", "expected JSON, received something else"],
    ['{"results": "none"}', "expected a list of results at results of the answer, received a string"],
    ["[]", "expected a list of results at results of the answer, received nothing"],
  ])("fails clearly when the answer is %s", async (answer, message) => {
    await using receiver = await answering(answer);
    expect(String((await search(receiver, { type: "searxng", url: receiver.url })).result)).toContain(
      `Web search by searxng failed: ${message}`,
    );
  });

  it.each([
    [401, false],
    [429, undefined],
    [500, undefined],
  ])("[SEC-2] tells status %d without the key, and whether to try again", async (status, retryable) => {
    await using receiver = await openReceiver(
      (response) => void response.writeHead(status, { "retry-after": "2" }).end(key),
    );
    const { result, logged } = await search(receiver, {
      type: "json",
      url: `${receiver.url}/${key}/find?key=${key}`,
      api_key: key,
    });
    expect(result).toBeInstanceOf(Error);
    expect(String(result)).toMatch(new RegExp(`Web search by json failed: .*answered ${status}`));
    expect(result).toMatchObject(retryable === undefined ? { retryAfterMs: 2_000 } : { retryable });
    expect(
      String(result) +
        JSON.stringify(result) +
        logged +
        (result instanceof Error ? String(result.cause) + result.stack : ""),
    ).not.toContain(key);
  });

  it("names the setting that is missing", async () => {
    await using context = openContext();
    await expect(searchWeb({ query: "x", top_k: 1 }, context)).rejects.toMatchObject({
      code: "E001",
      message: expect.stringMatching(/set provider under search_api in the config.*SEARCH_API_PROVIDER/),
    });
    await using keyless = openContext({ config: { provider: { type: "brave" } } });
    await expect(searchWeb({ query: "x", top_k: 1 }, keyless)).rejects.toThrow(
      "needs a key: set provider.api_key or provider_api_key",
    );
    expect(() => openContext({ config: { provider: { type: "searxng" } } })).toThrow(
      "expected the address of the searxng server",
    );
  });

  it("[TOOL-6] asks no private address that is not allowed", async () => {
    await using receiver = await answering(answers.searxng);
    await using context = openContext({ config: { provider: { type: "searxng", url: receiver.url } } });
    await expect(searchWeb({ query: "x", top_k: 1 }, context)).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining("is not a public address"),
    });
    expect(receiver.received).toEqual([]);
  });

  it("[TOOL-8] ends when the call is aborted while the provider hangs", async () => {
    await using receiver = await openReceiver(() => context.abort(new Error("enough")));
    await using context = openContext({
      config: { provider: { type: "searxng", url: receiver.url } },
      allow: [receiver.host],
    });
    await expect(searchWeb({ query: "x", top_k: 1 }, context)).rejects.toThrow("enough");
  });

  it("refuses empty and overlong queries", () => {
    for (const query of ["", "  \n", "x".repeat(401)]) expect(searchWebInput.safeParse({ query }).success).toBe(false);
  });
});
