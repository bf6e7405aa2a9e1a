import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Table } from "#contracts/table.ts";
import { isTable } from "#contracts/table.ts";
import { artifactJsonSchema, artifactSchema, isArtifact } from "./artifact-schema.ts";
import { compileSchema } from "./compile-schema.ts";
import { toJsonSchema } from "./json-schema.ts";
import { compileJsonSchema } from "./json-schema-validator.ts";
import { createTable } from "./memory-table.ts";
import { isTableInput, type TableInput, tableInputError } from "./table-input.ts";
import { tableInputJsonSchema, tableJsonSchema, tableSchema } from "./table-schema.ts";

describe("tableSchema", () => {
  it("tells which paths a table has, so that plans can be checked before they run", () => {
    const schema = toJsonSchema(tableSchema({ report: { type: "object" } }), "output");
    expect(schema).toMatchObject({
      additionalProperties: false,
      properties: {
        rows: { type: "integer" },
        data: { items: { additionalProperties: true } },
        report: { type: "object" },
      },
      required: ["rows", "columns", "schema", "data", "truncated", "report"],
    });
  });

  it("takes tables by their mark and hands them on by identity", () => {
    const table = createTable([{ a: 1 }]);
    const check = compileSchema(tableSchema());
    expect(check(table)).toEqual({ value: table });
    expect(check({ ...table })).toEqual({ problems: [{ path: "", message: "expected a table" }] });
  });

  it("describes the JSON that tables and artifacts turn to", () => {
    const artifact = { id: "a", name: "x.png", path: "/x.png", media_type: "image/png", bytes: 1, sha256: "00" };
    const json: unknown = JSON.parse(JSON.stringify(createTable([{ a: 1 }])));
    expect(compileJsonSchema(tableJsonSchema)(json).problems).toBeUndefined();
    expect(compileJsonSchema(artifactJsonSchema)(artifact).problems).toBeUndefined();
    expect(compileSchema(artifactSchema)({ ...artifact, bytes: "1" })).toHaveProperty("problems");
    expect(isArtifact(artifact)).toBe(true);
    expect(isArtifact(null)).toBe(false);
  });

  it("nests in zod with its description", () => {
    const schema = z.object({
      df: z.custom<TableInput>(isTableInput, { error: tableInputError }).meta(tableInputJsonSchema),
      inner: z.custom<Table>(isTable, "expected a table").meta(tableJsonSchema).optional(),
    });
    expect(toJsonSchema(schema, "input")).toMatchObject({
      properties: { df: tableInputJsonSchema, inner: tableJsonSchema },
      required: ["df"],
    });
    expect(compileSchema(schema)({ df: 5 })).toEqual({
      problems: [{ path: "df", message: expect.stringMatching(/^expected a table .* received a number$/) }],
    });
  });
});
