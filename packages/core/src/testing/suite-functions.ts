/** What a conformance suite needs of a test runner: the functions of Vitest, Jest and `node:test` fit. */
export type SuiteFunctions = {
  readonly describe: (title: string, body: () => void) => unknown;
  readonly it: (title: string, body: () => Promise<void>) => unknown;
};
