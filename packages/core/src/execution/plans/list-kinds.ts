import { parallelNaming, plainNaming, type StepNaming } from "./naming.ts";

/** What sets one way to run a list apart from the others. */
export type ListKind = {
  readonly naming: StepNaming;
  /** One after another, and later steps are absent once it stops. */
  readonly sequential?: boolean;
  /** Whether the executor's own rate limit applies. */
  readonly paced?: boolean;
  /** Whether steps that change something keep their order. */
  readonly keepsWrites?: boolean;
};

/** The ways to run a list, by the modes' names. */
export const listKinds = {
  plan: { naming: plainNaming, keepsWrites: true },
  sequence: { naming: plainNaming, sequential: true },
  parallel: { naming: parallelNaming },
  batch: { naming: plainNaming, paced: true },
} as const satisfies { readonly [mode: string]: ListKind };
