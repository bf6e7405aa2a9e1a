import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Schema } from "#contracts/schema.ts";
import { setUpCall } from "../../testing-fixtures/set-up-call.ts";
import type { Call } from "../call.ts";
import { validateInput } from "./validate-input.ts";

const paramsOf = async (call: Call) => call.params;

function setUp(inputSchema: Schema, params: object) {
  const { call, operation, services, clock } = setUpCall({ operation: { inputSchema }, params });
  return { call, clock, link: validateInput(operation, services) };
}

describe("validateInput", () => {
  it("[PAR-2] hands on what the schema makes of the parameters, and leaves the caller's object as it is", async () => {
    const given = { a: "7" };
    const { call, link } = setUp(z.object({ a: z.coerce.number(), b: z.number().default(1) }), given);
    expect(await link(call, paramsOf)).toEqual({ a: 7, b: 1 });
    expect(given).toEqual({ a: "7" });
  });

  it("[PAR-2] lets nothing through that the schema refuses", () => {
    const { call, link } = setUp(z.object({ a: z.number() }), { a: "x" });
    expect(() => link(call, paramsOf)).toThrow("Invalid parameters for t.work: a: expected number, received string");
  });

  it("waits for a schema that takes time, which is no time of the work's own", async () => {
    const schema = z.object({ a: z.number().refine(async (a) => Promise.resolve(a > 0), "expected more than 0") });
    const { call, link, clock } = setUp(schema, { a: 1 });
    const work = link(call, paramsOf);
    clock.advance(500);
    expect(await work).toEqual({ a: 1 });
    expect(call.clockMs).toBe(1500);
    const refused = setUp(schema, { a: -1 });
    await expect(refused.link(refused.call, paramsOf)).rejects.toMatchObject({
      code: "E001",
      message: "Invalid parameters for t.work: a: expected more than 0",
    });
  });

  it("[ERR-2] takes a schema's throw for the tool's own", async () => {
    const broken = (): never => {
      throw new Error("schema broke");
    };
    const sync = setUp({ "~standard": { version: 1, vendor: "test", validate: broken } }, {});
    expect(() => sync.link(sync.call, paramsOf)).toThrow("Error executing work: schema broke");
    const late = setUp(z.object({ a: z.number().transform(broken) }), { a: 1 });
    await expect(late.link(late.call, paramsOf)).rejects.toMatchObject({
      code: "E003",
      message: "Error executing work: schema broke",
    });
  });
});
