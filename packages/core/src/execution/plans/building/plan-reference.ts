import { ValidationError } from "#contracts/errors.ts";
import type { Reference } from "#execution/references/parse.ts";
import { printReference } from "#execution/references/print.ts";
import type { Ref } from "./builder-types.ts";

/** What a reference of the builder stands for. */
export type RefTarget = {
  /** The plan it belongs to, and the step whose elements it names: it means nothing anywhere else. */
  readonly owner: object;
  readonly reference: Omit<Reference, "text">;
};

const targets = new WeakMap<object, RefTarget>();
const indexPattern = /^(?:0|[1-9]\d*)$/;

/** Makes a reference whose parts are made when somebody asks for them. */
export function createRef<T>(target: RefTarget): Ref<T> {
  const proxy = new Proxy(() => {}, {
    get: (_function, key) => (typeof key === "symbol" ? undefined : partOf(target, key)),
    apply: (_function, _this, keys: readonly unknown[]) => callAt(target, keys[0]),
    ownKeys: () => {
      throw misuse(target, "cannot be spread or listed");
    },
  });
  targets.set(proxy, target);
  // Only the handler knows what a proxy can be taken for.
  return proxy as unknown as Ref<T>;
}

/** What a value refers to; undefined for all that is no reference of a builder. */
export function targetOf(value: unknown): RefTarget | undefined {
  return typeof value === "function" ? targets.get(value) : undefined;
}

/** As it stands in a plan. */
export function printTarget({ reference }: RefTarget): string {
  return printReference({ ...reference, text: "" });
}

function partOf(target: RefTarget, key: string): unknown {
  if (key === "toJSON") return () => printTarget(target);
  return below(target, indexPattern.test(key) ? Number(key) : key);
}

/** `list.at(-1)` comes as a call of the part named `at`. */
function callAt(target: RefTarget, key: unknown): unknown {
  const { owner, reference } = target;
  const whole = { owner, reference: { ...reference, path: reference.path.slice(0, -1) } };
  const isKey = typeof key === "string" || (typeof key === "number" && Number.isSafeInteger(key));
  if (reference.path.at(-1) === "at" && isKey) return below(whole, key);
  throw misuse(whole, "cannot be called, awaited or made a text (plan.template does that)");
}

function below(target: RefTarget, segment: string | number): unknown {
  const { owner, reference } = target;
  return createRef({ owner, reference: { ...reference, path: [...reference.path, segment] } });
}

function misuse(target: RefTarget, what: string): ValidationError {
  return new ValidationError(
    `The reference ${printTarget(target)} ${what}: its value is known only when the plan runs`,
  );
}
