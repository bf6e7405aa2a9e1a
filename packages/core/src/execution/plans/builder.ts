import type { OperationTypes, OperationTypesOf, ResultOf } from "#contracts/operation-types.ts";
import type { Plan } from "#contracts/plan.ts";
import type { Schema } from "#contracts/schema.ts";
import type { Tool } from "#contracts/tool.ts";
import { toJsonSchema } from "#toolkit/json-schema.ts";
import type {
  EachOptions,
  InputOf,
  PlanBuilder,
  PlanInput,
  PlanOptions,
  Ref,
  ReferableParams,
  Reference,
  StepOptions,
} from "./building/builder-types.ts";
import { PlanDraft } from "./building/plan-draft.ts";
import { createRef } from "./building/plan-reference.ts";
import { TemplateReference } from "./building/template-reference.ts";
import { parsePlan } from "./parse.ts";

/**
 * Makes a plan with types: operations and parameters are checked while you write, and what a step returns stands for its
 * result, so that a part it does not have does not compile. What comes out is plain data, as a plan file holds it.
 *
 * @throws E001 with every problem of the plan at once
 * @example
 * const plan = definePlan({ tools: [pandasTool, reportTool], input: { file_path: "data/sales.csv" } }, (plan) => {
 *   const sales = plan.step("pandas_tool.read_csv", { file_path: plan.input.file_path });
 *   const report = plan.step("report_tool.generate", { df: sales, title: plan.template`Report on ${plan.input.file_path}` });
 *   return { report: report.path };
 * });
 */
export function definePlan<
  const Tools extends readonly Tool[] = readonly Tool[],
  Defaults extends object = Record<string, unknown>,
  InputSchema extends Schema | undefined = undefined,
>(
  options: PlanOptions<Tools, Defaults, InputSchema>,
  build: (plan: PlanBuilder<OperationTypesOf<Tools>, PlanInput<Defaults, InputSchema>>) => unknown,
): Plan {
  const draft = new PlanDraft();
  const output = build(createBuilder(draft));
  const { tools: _types, input, input_schema: schema, ...keys } = options;
  return parsePlan({
    ...keys,
    ...(input && { input: draft.toData(input) }),
    ...(schema && { input_schema: toJsonSchema(schema, "input") }),
    steps: draft.finish(),
    ...(output !== undefined && { output: draft.toData(output) }),
  });
}

function createBuilder<Types extends OperationTypes, Input>(draft: PlanDraft): PlanBuilder<Types, Input> {
  return {
    input: createRef<Input>({ owner: draft, reference: { root: "input", path: [] } }),
    step<Spec extends keyof Types & string>(
      operation: Spec,
      params: ReferableParams<InputOf<Types, Spec>>,
      options: StepOptions = {},
    ): Ref<ResultOf<Types, Spec>> {
      return resultOf(draft, draft.add(operation, params, options));
    },
    each<Spec extends keyof Types & string, Element>(
      list: Reference<readonly Element[]> | readonly Element[],
      operation: Spec,
      params: (item: Ref<Element>, index: Ref<number>) => ReferableParams<InputOf<Types, Spec>>,
      options: EachOptions = {},
    ): Ref<readonly ResultOf<Types, Spec>[]> {
      const scope = {};
      const item = createRef<Element>({ owner: scope, reference: { root: "item", path: [] } });
      const index = createRef<number>({ owner: scope, reference: { root: "index", path: [] } });
      return resultOf(draft, draft.add(operation, params(item, index), options, { list, scope }));
    },
    template: (texts, ...values) => new TemplateReference(texts, values),
    condition: (texts, ...values) => draft.condition(texts, values),
  };
}

function resultOf<T>(draft: PlanDraft, index: number): Ref<T> {
  return createRef<T>({ owner: draft, reference: { root: "result", index, path: [] } });
}
