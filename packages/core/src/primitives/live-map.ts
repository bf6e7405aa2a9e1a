/**
 * A map for what comes and goes all the time, as calls under way: it holds nothing but what is in it.
 *
 * A `Map` that entries are taken out of is copied now and then, and each copy is reachable from the one before: once one of
 * them is old to V8's garbage collector, all entries that any later copy ever had are kept until it looks through everything
 * (`OrderedHashTable::Rehash`). What lived for milliseconds is moved about and kept for seconds then. Objects are copied,
 * too, but their copies are not linked.
 */
export class LiveMap<V extends object> {
  readonly #entries: { [key: string | symbol]: V } = Object.create(null);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(key: string | symbol): boolean {
    return this.#entries[key] !== undefined;
  }

  get(key: string | symbol): V | undefined {
    return this.#entries[key];
  }

  set(key: string | symbol, value: V): void {
    if (!this.has(key)) this.#size += 1;
    this.#entries[key] = value;
  }

  /** Whether it was there. */
  delete(key: string | symbol): boolean {
    if (!this.has(key)) return false;
    this.#size -= 1;
    delete this.#entries[key];
    return true;
  }

  /** All there are by now, in no particular order. */
  values(): V[] {
    const values: V[] = [];
    for (const key of Reflect.ownKeys(this.#entries)) {
      const value = this.#entries[key];
      if (value) values.push(value);
    }
    return values;
  }
}
