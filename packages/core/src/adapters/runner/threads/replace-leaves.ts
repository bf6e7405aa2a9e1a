import { tableMark } from "#contracts/table.ts";
import type { Path } from "./messages.ts";

/** What lies deeper, or behind more containers, is left to structured cloning. */
const maxDepth = 64;
const maxContainers = 1_000_000;

/** Whatever is neither plain data nor a plain container of it: tables, buffers, dates, functions, … */
export type Leaf = object | symbol;

/**
 * Shows every leaf of plain arrays and objects to `replace` and puts what that returns in its place. Containers are
 * copied only where something in them was replaced, so that plain data passes through as it is.
 */
export function replaceLeaves(root: unknown, replace: (leaf: Leaf, path: Path) => unknown): unknown {
  const path: (string | number)[] = [];
  let containers = 0;

  const visit = (value: unknown): unknown => {
    if (value === null || (typeof value !== "object" && typeof value !== "function" && typeof value !== "symbol")) {
      return value;
    }
    if (typeof value !== "object" || !isContainer(value)) return replace(value, path);
    if (path.length >= maxDepth || ++containers > maxContainers) return value;
    return Array.isArray(value) ? visitArray(value) : visitRecord(value);
  };

  const visitArray = (array: readonly unknown[]): readonly unknown[] => {
    let copy: unknown[] | undefined;
    for (const [index, element] of array.entries()) {
      if (typeof element !== "object" && typeof element !== "function" && typeof element !== "symbol") continue;
      path.push(index);
      const replaced = visit(element);
      path.pop();
      if (replaced !== element) (copy ??= [...array])[index] = replaced;
    }
    return copy ?? array;
  };

  const visitRecord = (record: object): object => {
    let copy: object | undefined;
    for (const [name, element] of Object.entries(record)) {
      if (typeof element !== "object" && typeof element !== "function" && typeof element !== "symbol") continue;
      path.push(name);
      const replaced = visit(element);
      path.pop();
      if (replaced !== element) setOwn((copy ??= { ...record }), name, replaced);
    }
    return copy ?? record;
  };

  return visit(root);
}

/** Puts a value at a path of a value that was received, and is therefore nobody else's; an empty path is the whole. */
export function placeAt(root: unknown, path: Path, value: unknown): unknown {
  const last = path.at(-1);
  if (last === undefined) return value;
  let parent = root;
  for (const segment of path.slice(0, -1)) parent = ownValue(parent, segment);
  if (typeof parent === "object" && parent !== null) setOwn(parent, last, value);
  return root;
}

function isContainer(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !(tableMark in value);
}

function ownValue(parent: unknown, name: string | number): unknown {
  if (typeof parent !== "object" || parent === null) return undefined;
  return Object.getOwnPropertyDescriptor(parent, name)?.value;
}

/** Assigning would not make an own property of the name `__proto__`. */
function setOwn(target: object, name: string | number, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true });
}
