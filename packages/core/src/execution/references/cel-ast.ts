import type { ASTNode } from "@marcbachmann/cel-js";

export type CelNode = ASTNode;

/** A macro that names a variable of its own: `xs.all(x, …)`, `cel.bind(x, value, …)`. */
export type Binder = {
  readonly variable: string;
  /** Parts that do not see the variable. */
  readonly outside: readonly CelNode[];
  readonly inside: readonly CelNode[];
  readonly loops: boolean;
};

const loopArguments: ReadonlyMap<string, readonly number[]> = new Map([
  ["all", [2]],
  ["exists", [2]],
  ["exists_one", [2]],
  ["filter", [2]],
  ["map", [2, 3]],
]);

export function childrenOf(node: CelNode): readonly CelNode[] {
  switch (node.op) {
    case "value":
    case "id":
      return [];
    case ".":
    case ".?":
      return [node.args[0]];
    case "call":
      return node.args[1];
    case "rcall":
      return [node.args[1], ...node.args[2]];
    case "map":
      return node.args.flat();
    case "!_":
    case "-_":
      return [node.args];
    default:
      return node.args;
  }
}

/** The node and all below it, parents first; children put in place of others meanwhile are the ones that follow. */
export function* nodesOf(root: CelNode): Generator<CelNode> {
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node;
    waiting.push(...childrenOf(node));
  }
}

export function binderOf(node: CelNode): Binder | undefined {
  if (node.op !== "rcall") return undefined;
  const [name, receiver, [first, ...others]] = node.args;
  if (first?.op !== "id") return undefined;
  if (loopArguments.get(name)?.includes(others.length + 1)) {
    return { variable: first.args, outside: [receiver], inside: others, loops: true };
  }
  const [value, ...rest] = others;
  if (name !== "bind" || receiver.op !== "id" || receiver.args !== "cel" || value === undefined) return undefined;
  return { variable: first.args, outside: [value], inside: rest, loops: false };
}
