import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defaultLimits } from "#contracts/limits.ts";
import type { Tool } from "#contracts/tool.ts";
import { createListLogger, type LoggedLine } from "../testing-fixtures/set-up-call.ts";
import { ToolInstances } from "./tool-instances.ts";

function setUp(tool: Partial<Tool> = {}, toolConfig: Readonly<Record<string, unknown>> = {}) {
  const logged: LoggedLine[] = [];
  const life: string[] = [];
  const living: Tool = {
    name: "living",
    description: "",
    version: "1.0.0",
    operations: {},
    create: (config) => {
      life.push(`created ${JSON.stringify(config ?? null)}`);
      return { number: life.length };
    },
    dispose: () => void life.push("disposed"),
    ...tool,
  };
  return {
    instances: new ToolInstances({
      settingsOf: (tool) => toolConfig[tool.name],
      surroundings: { limits: defaultLimits },
      logger: createListLogger(logged),
    }),
    living,
    life,
    logged,
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("tool instances", () => {
  it("[OE-10] are made once, also when many ask at the same time", async () => {
    const { instances, living, life } = setUp();
    const all = await Promise.all([instances.get(living), instances.lease(living).then((lease) => lease.instance)]);
    expect(all[0]).toBe(all[1]);
    expect(life).toEqual(["created null"]);
    expect(instances.names).toEqual(["living"]);
  });

  it("[LIB-2] get their settings, with the defaults of their schema, or say what is wrong with them", async () => {
    const configSchema = z.object({ url: z.string(), retries: z.number().default(2) });
    const good = setUp({ configSchema }, { living: { url: "x" } });
    await good.instances.get(good.living);
    expect(good.life).toEqual(['created {"url":"x","retries":2}']);
    const bad = setUp({ configSchema }, { living: { url: 7, retries: "two" } });
    await expect(bad.instances.get(bad.living)).rejects.toMatchObject({
      code: "E001",
      message:
        "Invalid configuration of 'living': url: expected string, received number; retries: expected number, received string",
    });
    const unchecked = setUp({}, { living: { any: "thing" } });
    expect(await unchecked.instances.configOf(unchecked.living)).toEqual({ any: "thing" });
  });

  it("are the tool itself where it has no life, which nobody disposes", async () => {
    const { instances, living, life } = setUp();
    const { create: _, ...rest } = living;
    expect(await instances.get(rest)).toBe(rest);
    await instances.close();
    expect(life).toEqual([]);
  });

  it("are disposed once their last lease is given back", async () => {
    const { instances, living, life } = setUp();
    const leases = [await instances.lease(living), await instances.lease(living)];
    instances.clear();
    expect(instances.names).toEqual([]);
    for (const lease of leases) {
      expect(life).toEqual(["created null"]);
      lease.release();
    }
    await settled();
    expect(life).toEqual(["created null", "disposed"]);
    await instances.lease(living);
    expect(life).toEqual(["created null", "disposed", "created null"]);
  });

  it("are tried again when they could not be made, and then have nothing to be disposed", async () => {
    let tries = 0;
    const { instances, living, life, logged } = setUp({
      create: () => {
        if (++tries === 1) throw new Error("no connection");
        return "instance";
      },
    });
    await expect(instances.lease(living)).rejects.toMatchObject({
      code: "E003",
      message: "Tool 'living' could not be started: no connection",
      cause: { message: "no connection" },
    });
    expect(await instances.get(living)).toBe("instance");
    const failing = setUp({ create: () => Promise.reject("no words") });
    const lease = failing.instances.lease(failing.living);
    failing.instances.clear();
    await expect(lease).rejects.toThrow("could not be started: no words");
    await settled();
    expect([...life, ...failing.life, ...logged, ...failing.logged]).toEqual([]);
  });

  it("that fail late take no newer one with them", async () => {
    const first = Promise.withResolvers<never>();
    let made = 0;
    const { instances, living } = setUp({ create: () => (++made === 1 ? first.promise : "second") });
    const failing = instances.get(living);
    instances.clear();
    expect(await instances.get(living)).toBe("second");
    first.reject(new Error("too late"));
    await expect(failing).rejects.toThrow("too late");
    expect(instances.names).toEqual(["living"]);
  });

  it("are all disposed at the end, and one that cannot be is logged and holds up nobody", async () => {
    const { instances, living, life, logged } = setUp();
    const stuck: Tool = { ...living, name: "stuck", dispose: () => Promise.reject(new Error("stuck")) };
    await Promise.all([instances.get(stuck), instances.get(living)]);
    await instances.close();
    expect(life.at(-1)).toBe("disposed");
    expect(logged).toMatchObject([{ level: "warn", fields: { tool: "stuck", err: { message: "stuck" } } }]);
  });
});
