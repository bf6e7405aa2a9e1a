// counter-tool.ts
import { toolFromClass } from "@aiecs/core";
import { z } from "zod";

/** What a team has already: a class with state, whose methods become operations. */
class Counter {
  readonly #counts = new Map<string, number>();

  increment({ name, by }: { readonly name: string; readonly by: number }): number {
    const count = (this.#counts.get(name) ?? 0) + by;
    this.#counts.set(name, count);
    return count;
  }

  async report(): Promise<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}

export default toolFromClass(Counter, {
  name: "counter_tool",
  description: "Counts things by name.",
  version: "1.0.0",
  operations: {
    increment: {
      description: "Adds to a count.",
      inputSchema: z.object({ name: z.string().min(1), by: z.int().default(1) }),
    },
    report: { description: "Tells all counts.", inputSchema: z.object({}), annotations: { readOnly: true } },
  },
});
