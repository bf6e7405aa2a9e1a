import { DatabaseError } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { toProblem } from "./problem.ts";

describe("toProblem", () => {
  it("tells which service cannot be used, and nothing of where it is", () => {
    const error = new DatabaseError("PostgreSQL at db.internal:5432 (database tasks) does not let admin in", {
      details: { service: "PostgreSQL" },
    });
    const { problem, isLogged } = toProblem(error, "request-1");
    expect(problem).toMatchObject({ status: 503, code: "E006", request_id: "request-1" });
    expect(problem.detail).toMatch(/^PostgreSQL cannot be used now.*request-1/);
    expect(JSON.stringify(problem)).not.toMatch(/db\.internal|admin|database tasks/);
    expect(isLogged).toBe(true);
  });

  it("tells in full what an operation has to say", () => {
    const { problem, isLogged } = toProblem(new DatabaseError("The folder takes no file: the disk is full"), "r");
    expect(problem.detail).toBe("The folder takes no file: the disk is full");
    expect(isLogged).toBe(false);
  });
});
