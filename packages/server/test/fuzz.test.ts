import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryOf, type JsonSchema } from "#testing-fixtures/arbitrary-of.ts";
import { type OpenServer, openServer } from "#testing-fixtures/open-server.ts";

type Parameter = { readonly name: string; readonly in: string; readonly schema: JsonSchema };
type Content = { readonly [type: string]: { readonly schema: JsonSchema } };
type Operation = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: { readonly [status: string]: { readonly content?: Content } };
};
type Document = {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: object;
};
type Route = { readonly path: string; readonly method: string; readonly operation: Operation };
type Given = { readonly values: { readonly [name: string]: unknown }; readonly body: unknown };

const words = [
  "door_tool",
  "door_tool.add",
  "door_tool.who",
  "door_tool.fail",
  "door_tool.nope",
  "add",
  "t1",
  "t2",
  "0",
  "$result[0]",
  "$input.x",
  "result[0] > 1",
  "* * * * *",
];
/** A stream of events goes on as long as its task waits. */
const endless = "/api/tasks/{id}/events";
const methods = { get: "GET", post: "POST", delete: "DELETE", head: "HEAD" } as const;

describe("every route, with whatever its schema allows and does not", () => {
  it("[API-8] answers as it is described, and never fails", { timeout: 60_000 }, async () => {
    await using open = await openServer();
    const document = (await open.app.inject("/openapi.json")).json<Document>();
    const check = createCheck(document);
    const routes = Object.entries(document.paths)
      .filter(([path]) => path !== endless)
      .flatMap(([path, all]) => Object.entries(all).map(([method, operation]) => ({ path, method, operation })));
    const requests = fc.oneof(...routes.map((route) => requestOf(route)));
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(requests, async ({ route, given }) => {
        const response = await send(open, route, given);
        statuses.set(response.statusCode, (statuses.get(response.statusCode) ?? 0) + 1);
        check(route, response);
      }),
      { numRuns: 3_000, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false },
    );
    // It got through to the routes' own work, and to their refusals.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 404]));
    expect(open.logged.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

function requestOf(route: Route): fc.Arbitrary<{ readonly route: Route; readonly given: Given }> {
  const { parameters = [], requestBody } = route.operation;
  const values = Object.fromEntries(
    parameters.map(({ name, in: place, schema }) => {
      const value = arbitraryOf(schema, words);
      return [name, place === "path" ? value : fc.option(value, { nil: undefined, freq: 1 })];
    }),
  );
  const schema = requestBody?.content["application/json"]?.schema;
  const body = schema ? arbitraryOf(schema, words) : fc.constant(undefined);
  return fc.record({ values: fc.record(values), body }).map((given) => ({ route, given }));
}

async function send(open: OpenServer, { path, method, operation }: Route, { values, body }: Given) {
  const { parameters = [] } = operation;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let url = path;
  for (const { name, in: place } of parameters) {
    const value = values[name];
    if (value === undefined) continue;
    const text = typeof value === "string" ? value : JSON.stringify(value);
    if (place === "path") url = url.replace(`{${name}}`, encodeURIComponent(text.toWellFormed()));
    else if (place === "query")
      for (const item of Array.isArray(value) ? value : [text]) query.append(name, String(item));
    else headers[name] = text.replace(/[^\x20-\x7e]/g, "");
  }
  if (body !== undefined) headers["content-type"] = "application/json";
  return await open.app.inject({
    method: methods[method as keyof typeof methods],
    url: query.size > 0 ? `${url}?${query}` : url,
    headers,
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
}

type Answer = Awaited<ReturnType<typeof send>>;

/** Holds an answer against what the document says of it. */
function createCheck({ components }: Document): (route: Route, answer: Answer) => void {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "document", components });
  return ({ path, method, operation }, { statusCode, headers, body }) => {
    const where = `${method} ${path} ${statusCode} ${body.slice(0, 500)}`;
    expect(statusCode < 500 || statusCode === 501 || statusCode === 503, where).toBe(true);
    const family = `${String(statusCode)[0]}XX`;
    const declared = operation.responses[statusCode] ?? operation.responses[family];
    expect(declared, where).toBeDefined();
    const [type = ""] = (headers["content-type"] ?? "").split(";");
    const content = declared?.content?.[type] ?? declared?.content?.["*/*"];
    if (method === "head") return;
    if (!content) expect([body, declared?.content], where).toEqual(["", undefined]);
    if (!content || !type.endsWith("json") || "format" in content.schema) return;
    const schema = JSON.parse(JSON.stringify(content.schema).replaceAll('"#/components', '"document#/components'));
    const isValid = ajv.validate(schema, JSON.parse(body));
    expect(isValid, `${where}: ${ajv.errorsText()}`).toBe(true);
  };
}
