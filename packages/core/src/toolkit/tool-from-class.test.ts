import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defaultLimits } from "#contracts/limits.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import { toolFromClass } from "./tool-from-class.ts";

class Base {
  greet({ name }: { name: string }): string {
    return `hello ${name}`;
  }
}

class Greeter extends Base {
  readonly #greeting: string;
  ended = 0;
  constructor(config?: { greeting: string }) {
    super();
    this.#greeting = config?.greeting ?? "hi";
  }
  shout({ name }: { name: string }, context: ToolContext): string {
    return `${this.#greeting.toUpperCase()} ${name} for ${context.userId}`;
  }
  get notAMethod(): number {
    return 1;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.ended += 1;
  }
}

const basics = { name: "greeter", description: "Greets", version: "1.0.0" } as const;
const method = { description: "Greets.", inputSchema: z.object({ name: z.string() }) };

describe("toolFromClass", () => {
  it("[LIB-2] runs the listed methods on one instance made with the config, inherited ones too", () => {
    const tool = toolFromClass(Greeter, { ...basics, operations: { shout: method, greet: method } });
    const instance = tool.create?.({ greeting: "good day" }, { limits: defaultLimits });
    const context = { instance, userId: "ann" } as ToolContext;
    expect(tool.operations.shout.execute({ name: "bob" }, context)).toBe("GOOD DAY bob for ann");
    expect(tool.operations.greet.execute({ name: "bob" }, context)).toBe("hello bob");
    expect(tool).toMatchObject({ name: "greeter", operations: { shout: { description: "Greets." } } });
  });

  it("[LIB-2] ends an instance that can be ended, later or at once, and leaves others alone", async () => {
    const tool = toolFromClass(Greeter, { ...basics, operations: {} });
    const greeter = new Greeter();
    await tool.dispose?.(greeter);
    expect(greeter.ended).toBe(1);
    class Sync extends Base {
      ended = false;
      [Symbol.dispose](): void {
        this.ended = true;
      }
    }
    const sync = new Sync();
    await toolFromClass(Sync, { ...basics, operations: {} }).dispose?.(sync);
    expect(sync.ended).toBe(true);
    await expect(
      Promise.resolve(toolFromClass(Base, { ...basics, operations: {} }).dispose?.(new Base())),
    ).resolves.toBeUndefined();
  });

  it("[LIB-2] [SPEC-3] refuses what is no method, and what every object has", () => {
    const operations = { shout: method, gone: method, notAMethod: method, toString: method };
    expect(() => toolFromClass(Greeter, { ...basics, operations })).toThrow(
      "Class Greeter has no method gone, notAMethod, toString, listed as operation of 'greeter'",
    );
    expect(() => toolFromClass(Greeter, { ...basics, operations: { constructor: method } })).toThrow(
      /operations\.constructor: expected a name/,
    );
  });
});
