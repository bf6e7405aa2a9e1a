import { countTokens } from "gpt-tokenizer/encoding/o200k_base";

/** A tool call of a model, and what it reads as the answer. */
export type Exchange = {
  readonly call: { readonly name: string; readonly arguments: object };
  readonly answer: string;
};

export type Tokens = {
  /** Requests to the model, the one in which it reads the last answers included. */
  readonly turns: number;
  /** What it takes to know the operations: definitions, and what is searched for and described. */
  readonly operations: number;
  /** What the model writes: calls with their parameters. */
  readonly calls: number;
  readonly answers: number;
  /** Each token once: what the context holds in the end. */
  readonly once: number;
  /** As it is billed without a cache: each request reads anew all that came before it. */
  readonly billed: number;
};

/** How a plan was run, and what came out. */
export type Run = { readonly tokens: Tokens; readonly outcome: unknown };

export interface Conversation {
  /** Calls that the model makes at once, with their answers. */
  turn(exchanges: readonly Exchange[]): void;
  /** The same, to get to know operations. */
  learn(exchanges: readonly Exchange[]): void;
  tokens(): Tokens;
}

export function tokensOf(data: unknown): number {
  return countTokens(JSON.stringify(data));
}

/** Counts the tokens (o200k_base) of a model's conversation with tools: their definitions, the calls and the answers. */
export function createConversation(definitions: unknown): Conversation {
  let turns = 1;
  let operations = tokensOf(definitions);
  let calls = 0;
  let answers = 0;
  let billed = 0;

  /** What the model writes and what it reads then; with all before, it is billed once more. */
  function ask(exchanges: readonly Exchange[]): { readonly written: number; readonly read: number } {
    const written = exchanges.reduce((sum, { call }) => sum + tokensOf(call), 0);
    const read = exchanges.reduce((sum, { answer }) => sum + countTokens(answer), 0);
    turns += 1;
    billed += operations + calls + answers + written;
    return { written, read };
  }

  return {
    learn(exchanges) {
      const { written, read } = ask(exchanges);
      operations += written + read;
    },
    turn(exchanges) {
      const { written, read } = ask(exchanges);
      calls += written;
      answers += read;
    },
    tokens() {
      const once = operations + calls + answers;
      return { turns, operations, calls, answers, once, billed: billed + once };
    },
  };
}
