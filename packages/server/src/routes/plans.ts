import { type PlanAnalysis, planJsonSchema } from "@aiecs/core";
import { type TUnsafe, Type } from "typebox";
import type { App } from "#app.ts";
import { answers } from "#schemas/answers.ts";
import { plan } from "#schemas/plan-schemas.ts";
import { oneOf, orNull, shape } from "#schemas/shape.ts";
import type { ServerParts } from "#server-parts.ts";

const exact = { additionalProperties: false };
const index = Type.Integer({ minimum: 0 });

const analysis: TUnsafe<PlanAnalysis> = shape<PlanAnalysis>()(
  Type.Object(
    {
      valid: Type.Boolean(),
      errors: Type.Array(
        Type.Object(
          {
            code: oneOf("E001", "E003", "E007"),
            message: Type.String(),
            step: orNull(index),
            path: Type.String(),
            did_you_mean: Type.Optional(Type.Array(Type.String())),
            line: Type.Optional(Type.Integer({ minimum: 1 })),
            column: Type.Optional(Type.Integer({ minimum: 1 })),
          },
          exact,
        ),
      ),
      graph: Type.Array(Type.Object({ step: index, depends_on: Type.Array(index) }, exact)),
      levels: Type.Array(Type.Array(index)),
      critical_path: Type.Array(index),
    },
    exact,
  ),
);

const body = Type.Object(
  {
    plan,
    input: Type.Optional(Type.Unsafe<Readonly<Record<string, unknown>>>({ type: "object" })),
  },
  {
    ...exact,
    examples: [{ plan: { steps: [{ operation: "pandas_tool.read_csv", params: { file_path: "a.csv" } }] } }],
  },
);

/** `POST /api/plans/analyze` and `GET /api/plan-schema` */
export function addPlanRoutes(app: App, { executor }: ServerParts): void {
  const analyze = {
    summary: "Says what is wrong with a plan, and what it would do",
    description: "Every error at once, the graph of its steps, their levels and the longest chain. Nothing is run.",
    tags: ["plans"],
    body,
    response: answers({ 200: analysis }),
  };
  app.post("/api/plans/analyze", { config: { access: "execute" }, schema: analyze }, (request) => {
    const { plan: given, input } = request.body;
    return executor.analyzePlan(given, input ? { input } : {});
  });
  const planSchema = {
    summary: "The JSON Schema of plan files",
    tags: ["plans"],
    response: answers({ 200: Type.Unsafe<object>({ type: "object", description: "A JSON Schema (2020-12)." }) }),
  };
  app.get("/api/plan-schema", { config: { access: "public" }, schema: planSchema }, () => planJsonSchema);
}
