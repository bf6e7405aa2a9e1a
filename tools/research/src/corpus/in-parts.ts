/** Checks that run at once: enough to hide the waiting, few enough to leave other calls their turn. */
const checksAtOnce = 32;

/** Does a work for many items, some at a time, with the results in the items' order. @throws the signal's reason */
export async function* inParts<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  signal: AbortSignal,
): AsyncGenerator<Result[], void> {
  for (let start = 0; start < items.length; start += checksAtOnce) {
    signal.throwIfAborted();
    yield await Promise.all(items.slice(start, start + checksAtOnce).map(work));
  }
}
