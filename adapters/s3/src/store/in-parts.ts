const sideBySide = 16;

/** Does something with each, a few at a time, and gives what came of it in their order. */
export async function inParts<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let start = 0; start < items.length; start += sideBySide) {
    done.push(...(await Promise.all(items.slice(start, start + sideBySide).map(work))));
  }
  return done;
}
