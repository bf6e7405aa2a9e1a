import { describe, expect, it } from "vitest";
import { eventually } from "#testing-fixtures/eventually.ts";
import { openTenantServer } from "#testing-fixtures/tenant-server.ts";

const forbidden = { operation: "scraper_tool.fetch", params: {} };
const byAlias = { operation: "scraper.fetch", params: {} };
const allowed = { operation: "math_tool.echo", params: { text: "x" } };
const nested = (spec: string) => ({ operation: "math_tool.call", params: { spec } });

describe("a user who may use one tool", () => {
  it("[AUTH-1] is refused at every door that takes operations, before anything runs", { timeout: 30_000 }, async () => {
    await using server = await openTenantServer();
    const doors: readonly (readonly [string, object])[] = [
      ["/api/execute", forbidden],
      ["/api/execute", byAlias],
      ["/api/execute", { operations: [allowed, forbidden], mode: "sequence" }],
      ["/api/execute", { operations: [allowed, forbidden], mode: "parallel" }],
      ["/api/execute", { operations: [allowed, byAlias], mode: "batch" }],
      ["/api/execute", { plan: { steps: [allowed, forbidden] }, mode: "plan" }],
      ["/api/tool-calls", { calls: [{ tool: "scraper_tool", params: { op: "fetch" } }] }],
      ["/api/tasks", { plan: forbidden }],
      ["/api/tasks", { plan: [allowed, byAlias] }],
      ["/api/tasks", { plan: { steps: [allowed, forbidden] } }],
      ["/api/schedules", { id: "s", cron: "* * * * *", plan: forbidden }],
    ];
    for (const [path, body] of doors) {
      const response = await server.ask("calc", path, { method: "POST", body });
      expect([path, body, response.status]).toEqual([path, body, 403]);
      expect(await response.json()).toMatchObject({
        code: "E001",
        detail: "Not allowed for this user: scraper_tool.fetch",
        details: { refused: ["scraper_tool.fetch"] },
      });
    }
    expect(server.ran).toEqual([]);
  });

  it("[AUTH-1] does not reach another tool through one that calls it, neither at once nor in a task", async () => {
    await using server = await openTenantServer();
    const direct = await server.ask("calc", "/api/execute", { method: "POST", body: nested("scraper.fetch") });
    expect(await direct.text()).toContain("Not allowed for this user: scraper_tool.fetch");
    expect(direct.ok).toBe(false);
    const body = { plan: nested("scraper_tool.fetch"), task_id: "t" };
    expect((await server.ask("calc", "/api/tasks", { method: "POST", body })).status).toBe(202);
    const taskOf = async () => await (await server.ask("calc", "/api/tasks/t")).json();
    await eventually(taskOf).toMatchObject({ status: "failed" });
    expect(JSON.stringify(await taskOf())).toContain("Not allowed for this user: scraper_tool.fetch");
    expect(server.ran).toEqual([]);
    const ann = await server.ask("ann", "/api/execute", { method: "POST", body: nested("scraper.fetch") });
    expect(await ann.json()).toEqual({ result: "fetched" });
  });

  it("[AUTH-1] is shown that tool alone", async () => {
    await using server = await openTenantServer();
    const tools = await server.ask("calc", "/api/tools");
    expect(await tools.json()).toMatchObject({ count: 1, tools: [{ name: "math_tool" }] });
    for (const path of ["/api/tools/scraper_tool", "/api/tools/scraper", "/api/tools/scraper_tool/fetch"]) {
      const response = await server.ask("calc", path);
      expect(response.status).toBe(404);
      expect((await response.text()).replaceAll(path, "").match(/scraper_tool'|fetch'/g)?.length ?? 0).toBeLessThan(3);
    }
  });
});
