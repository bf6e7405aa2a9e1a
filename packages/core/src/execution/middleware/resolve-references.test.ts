import { describe, expect, it } from "vitest";
import { setUpCall } from "../../testing-fixtures/set-up-call.ts";
import type { Call } from "../call.ts";
import { resolveReferences } from "./resolve-references.ts";

const link = resolveReferences();
const next = async (call: Call) => call;

describe("resolveReferences", () => {
  it("hands on the very same call where there is nothing to resolve", async () => {
    const { call } = setUpCall();
    expect(await link(call, next)).toBe(call);
  });

  it("fills in what the references gave, and leaves the caller's parameters as they were", async () => {
    const { createCall } = setUpCall();
    const params = { a: "$result[0]" };
    const call = createCall({}, { params, resolve: () => ({ a: 7 }) });
    expect(await link(call, next)).toMatchObject({ params: { a: 7 }, stepIndex: 0 });
    expect(params).toEqual({ a: "$result[0]" });
  });

  it("[PAR-1] takes the user and the task from parameters that were references, and the options' before these", async () => {
    const { createCall } = setUpCall();
    const resolve = () => ({ a: 1, user_id: "$result[0] is a strange name", task_id: 7, op: "x" });
    const call = createCall({}, { resolve, inner: { caller: undefined, depth: 0, key: "[2]" } });
    const resolved = {
      params: { a: 1 },
      userId: "$result[0] is a strange name",
      givenTaskId: "7",
      inner: { key: "[2]" },
    };
    expect(await link(call, next)).toMatchObject(resolved);
    const owned = createCall({ userId: "ann", taskId: "t1" }, { resolve });
    expect(await link(owned, next)).toMatchObject({ userId: "ann", givenTaskId: "t1" });
  });

  it("never passes on what could not be resolved", () => {
    const { createCall } = setUpCall();
    const resolve = () => {
      throw new Error("no such path");
    };
    expect(() => link(createCall({}, { resolve }), next)).toThrow("no such path");
  });
});
