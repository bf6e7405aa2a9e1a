/** Small whole numbers, lowest first. */
export class MinHeap {
  readonly #items: number[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(value: number): void {
    const items = this.#items;
    let position = items.length;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const above = items[parent] ?? 0;
      if (above <= value) break;
      items[position] = above;
      position = parent;
    }
    items[position] = value;
  }

  pop(): number | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let position = 0;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= items.length) break;
      const right = items[child + 1];
      if (right !== undefined && right < (items[child] ?? 0)) child += 1;
      const below = items[child] ?? 0;
      if (below >= last) break;
      items[position] = below;
      position = child;
    }
    items[position] = last;
    return top;
  }
}
