/** What the threads are given to do. Loaded on the main thread and on every other. */

/** About 5 ms of arithmetic that no compiler takes away. */
export function burn({ rounds }: { rounds: number }): number {
  let value = 1;
  for (let left = rounds; left > 0; left -= 1) value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
  return value;
}

/** How many rounds take about 5 ms on a server of 2.5 GHz. */
export const fiveMs = 3_500_000;

export function makeBuffer({ bytes }: { bytes: number }): Uint8Array {
  const buffer = new Uint8Array(bytes);
  buffer[0] = 1;
  return buffer;
}

/** A way to have work done by threads. */
export type Threads = {
  burn(rounds: number): Promise<unknown>;
  /** Asks for nothing and waits for the answer. */
  nothing(): Promise<unknown>;
  /** A buffer that a thread made. */
  makeBuffer?(bytes: number): Promise<Uint8Array>;
  /** Hands a table of so many rows to a thread, which looks how many there are. */
  countRows?(rows: number): Promise<number>;
};
