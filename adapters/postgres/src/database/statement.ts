import type { Row } from "./row.ts";

/** A statement that each connection prepares once. */
export type Statement = { readonly name: string; readonly text: string };

export type Query = (statement: Statement, values: readonly unknown[]) => Promise<readonly Row[]>;

/** What is done in one go; `isRepeated` when it may have been done before, with nobody having heard of it. */
export type Job<T> = (query: Query, isRepeated: boolean) => Promise<T>;
