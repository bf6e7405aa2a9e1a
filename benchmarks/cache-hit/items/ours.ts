import { createExecutor, defineOperation, defineTool } from "@aiecs/core";
import type { Work } from "../../harness/measure-pairs.ts";
import { parameters, type Size, schemas } from "../sizes.ts";

/** A hit as a caller gets it: the call travels the pipeline, the parameters are validated, the key is canonical. */
export async function create({ size }: { size: Size }): Promise<Work> {
  let runs = 0;
  const articles = defineTool({
    name: "articles",
    description: "Articles.",
    version: "1.0.0",
    operations: {
      lookup: defineOperation({
        description: "Finds articles.",
        inputSchema: schemas[size],
        annotations: { readOnly: true, idempotent: true },
        cache: { scope: "global" },
        execute: async () => {
          runs += 1;
          return { value: runs };
        },
      }),
    },
  });
  const executor = createExecutor({ tools: [articles], config: { rate_limit_requests_per_second: 0 } });
  const params = parameters[size];
  await executor.executeOperation("articles.lookup", params);
  return async () => {
    const found = await executor.executeOperation("articles.lookup", params);
    if (runs !== 1) throw new Error("A hit missed");
    return found;
  };
}
