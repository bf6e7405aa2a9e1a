import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { openServer } from "#testing-fixtures/open-server.ts";
import { html } from "./html.ts";

describe("GET /openapi.json", () => {
  it("[API-8] is a valid OpenAPI 3.1 document", async () => {
    await using open = await openServer();
    const document = (await open.app.inject("/openapi.json")).json();
    const outcome = await new Validator().validate(document);
    expect(outcome.errors).toBeUndefined();
    expect([outcome.valid, document.openapi]).toEqual([true, "3.1.0"]);
  });

  it("[API-8] describes every route there is, with its answers and its problems", async () => {
    await using open = await openServer();
    const { paths, components } = (await open.app.inject("/openapi.json")).json();
    expect(Object.keys(paths).toSorted()).toEqual([
      "/api/artifacts/{id}",
      "/api/execute",
      "/api/plan-schema",
      "/api/plans/analyze",
      "/api/schedules",
      "/api/schedules/{id}",
      "/api/tasks",
      "/api/tasks/{id}",
      "/api/tasks/{id}/events",
      "/api/tasks/{id}/resume",
      "/api/tasks/{id}/steps/{n}/approve",
      "/api/tasks/{id}/steps/{n}/reject",
      "/api/tasks/{id}/steps/{n}/result",
      "/api/tool-calls",
      "/api/tools",
      "/api/tools/{tool}",
      "/api/tools/{tool}/{operation}",
      "/health",
      "/metrics",
      "/openapi.json",
      "/ready",
    ]);
    expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(["Problem", "Task", "StepResult"]));
    expect(paths["/api/execute"].post.responses["4XX"].content).toEqual({
      "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
    });
  });
});

describe("GET /docs", () => {
  it("[API-8] is a page that needs nothing from elsewhere and runs nothing", async () => {
    await using open = await openServer();
    const { body, headers } = await open.app.inject("/docs");
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
    expect(body).toContain("<code>/api/execute</code>");
    expect(body).toContain('id="E007"');
    expect(body).not.toMatch(/<script|src=|https?:/);
  });

  it("[SEC-1] escapes what it shows", () => {
    expect(html`<p title="${`"><script>&'`}">${[html`<b>${1}</b>`]}</p>`.html).toBe(
      '<p title="&#34;&#62;&#60;script&#62;&#38;&#39;"><b>1</b></p>',
    );
  });
});
