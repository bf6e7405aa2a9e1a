import { isImmutableHandle } from "./immutable-handle.ts";
import { isPlainArray, isPlainObject, isPlainTypedArray } from "./plain-data.ts";

const maxDepth = 1_000;
/** Up to here a copy is made without remembering which objects were copied: faster, and right for all but cycles. */
const maxTreeDepth = 64;
const maxTreeObjects = 1_000;

/** The value holds something of which no faithful copy can be made; the message says what. */
export class UncloneableError extends Error {
  constructor(what: string) {
    super(`Expected data that can be copied, received ${what}`);
    this.name = "UncloneableError";
  }
}

const plainErrors: ReadonlySet<unknown> = new Set<unknown>(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((known) => known.prototype),
);

/** Ends a copy that turned out too deep or too large to be made without memory of what was copied. */
const notATree = new RangeError("Expected a small tree");

/**
 * A copy that shares nothing with the original but what cannot change: primitives and immutable handles, at whatever
 * depth they stand. Objects, arrays, maps, sets, dates, regular expressions, URLs, binary data and plain errors are
 * copied; getters become values; frozen objects become free. Cycles are kept.
 *
 * @throws UncloneableError for functions, instances of other classes, symbols as property names, more than 1,000 levels
 */
export function cloneResult<T>(value: T): T;
export function cloneResult(value: unknown): unknown {
  if (!isCopied(value)) return value;
  try {
    return copyOf(value, { copies: undefined, objects: 0 }, 1);
  } catch (error) {
    if (error !== notATree) throw error;
    return copyOf(value, { copies: new Map(), objects: 0 }, 1);
  }
}

type Progress = { readonly copies: Map<object, object> | undefined; objects: number };

function isCopied(value: unknown): value is object {
  if (typeof value === "function") throw new UncloneableError("a function");
  return typeof value === "object" && value !== null;
}

function copyOf(value: object, progress: Progress, depth: number): object {
  const known = progress.copies?.get(value);
  if (known !== undefined) return known;
  checkSize(progress, depth);
  if (isPlainArray(value)) return copyArray(value, progress, depth);
  if (!isPlainObject(value)) return copyBuiltIn(value, progress, depth);
  if (Object.getOwnPropertySymbols(value).length === 0) return copyFields(value, progress, depth);
  if (isImmutableHandle(value)) return value;
  throw new UncloneableError("an object with symbols as property names");
}

function checkSize(progress: Progress, depth: number): void {
  progress.objects += 1;
  if (depth > maxDepth) throw new UncloneableError(`more than ${maxDepth} levels`);
  if (progress.copies !== undefined) return;
  if (depth > maxTreeDepth || progress.objects > maxTreeObjects) throw notATree;
}

function copyArray(array: readonly unknown[], progress: Progress, depth: number): object {
  const copy = array.slice();
  progress.copies?.set(array, copy);
  for (let index = 0; index < copy.length; index += 1) {
    const element = copy[index];
    if (isCopied(element)) copy[index] = copyOf(element, progress, depth + 1);
  }
  return copy;
}

function copyFields(value: object, progress: Progress, depth: number): object {
  const isBare = Object.getPrototypeOf(value) === null;
  // Spreading copies fields fastest. It makes a field even of `__proto__`, which can then be written like any other.
  const copy: Record<string, unknown> = isBare ? Object.assign(Object.create(null), value) : { ...value };
  progress.copies?.set(value, copy);
  for (const key of Object.keys(copy)) {
    const field = copy[key];
    if (isCopied(field)) copy[key] = copyOf(field, progress, depth + 1);
  }
  return copy;
}

function copyBuiltIn(value: object, progress: Progress, depth: number): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  const copyEntry = (entry: unknown) => (isCopied(entry) ? copyOf(entry, progress, depth + 1) : entry);
  if (prototype === Map.prototype && value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    progress.copies?.set(value, copy);
    for (const [key, entry] of value) copy.set(copyEntry(key), copyEntry(entry));
    return copy;
  }
  if (prototype === Set.prototype && value instanceof Set) {
    const copy = new Set<unknown>();
    progress.copies?.set(value, copy);
    for (const item of value) copy.add(copyEntry(item));
    return copy;
  }
  if (isImmutableHandle(value)) return value;
  const copy = copyLeaf(value, prototype);
  progress.copies?.set(value, copy);
  return copy;
}

function copyLeaf(value: object, prototype: unknown): object {
  if (isPlainTypedArray(value)) return value.slice();
  if (prototype === Buffer.prototype && Buffer.isBuffer(value)) return Buffer.from(value);
  if (prototype === Date.prototype && value instanceof Date) return new Date(value);
  if (prototype === RegExp.prototype && value instanceof RegExp) return copyRegExp(value);
  if (prototype === URL.prototype && value instanceof URL) return new URL(value);
  if (prototype === ArrayBuffer.prototype && value instanceof ArrayBuffer) return value.slice(0);
  if (prototype === DataView.prototype && value instanceof DataView) {
    return new DataView(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength));
  }
  if (plainErrors.has(prototype)) return copyError(value);
  throw new UncloneableError(`an instance of ${classNameOf(value)}`);
}

function classNameOf(value: object): string {
  return typeof value.constructor === "function" ? value.constructor.name : "an unknown class";
}

function copyRegExp(value: RegExp): RegExp {
  const copy = new RegExp(value);
  copy.lastIndex = value.lastIndex;
  return copy;
}

function copyError(value: object): object {
  try {
    return structuredClone(value);
  } catch (error) {
    throw new UncloneableError(`an error that cannot be copied: ${String(error)}`);
  }
}
