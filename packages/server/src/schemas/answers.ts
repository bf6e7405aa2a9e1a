import { type TSchema, type TUnsafe, Type } from "typebox";
import type { Problem } from "#http/problem.ts";
import { named } from "./shape.ts";

const problemRef: TUnsafe<Problem> = Type.Unsafe<Problem>({
  description: "What went wrong.",
  content: { "application/problem+json": { schema: named<Problem>("Problem") } },
});

/** What a route answers: its own, or a problem. */
export function answers<const Own extends { readonly [status: number]: TSchema }>(
  own: Own,
): Own & { readonly "4xx": TUnsafe<Problem>; readonly "5xx": TUnsafe<Problem> } {
  return { ...own, "4xx": problemRef, "5xx": problemRef };
}

/** An answer without a body. */
export const nothing: TUnsafe<undefined> = Type.Unsafe<undefined>({ type: "null", description: "Done." });
