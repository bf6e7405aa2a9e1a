import type { PlaceNode, TextFault } from "./located-text.ts";

/** How deep anything in a plan file may nest: parameters, and what stands around them. */
export const maxTextDepth = 100;

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const maxFaults = 100;

/**
 * Reads a JSON text without making anything of it: finds where it stops being JSON, which keys an object has twice, and
 * where the places of a tree stand.
 */
export function scanJson(text: string, tree?: PlaceNode): TextFault[] {
  const scan = new JsonScan(text);
  try {
    scan.whole(tree);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    scan.faults.push(error.fault);
  }
  return scan.faults;
}

/** Ends the scan: behind this, nothing can be told. */
class Stop extends Error {
  readonly fault: TextFault;

  constructor(fault: TextFault) {
    super(fault.message);
    this.fault = fault;
  }
}

class JsonScan {
  readonly faults: TextFault[] = [];
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(tree: PlaceNode | undefined): void {
    this.#value(tree);
    if (this.#next() !== "") throw this.#expected("the end");
  }

  #value(node: PlaceNode | undefined): void {
    const character = this.#next();
    if (node) node.valueAt = this.#at;
    if (character === "{" || character === "[") {
      if (++this.#depth > maxTextDepth) throw this.#stop(`expected to nest at most ${maxTextDepth} levels deep`);
      this.#at++;
      if (character === "{") this.#object(node);
      else this.#array(node);
      this.#depth--;
    } else if (character === '"') this.#string();
    else if (character === "-" || (character >= "0" && character <= "9")) this.#number();
    else this.#word();
  }

  #object(node: PlaceNode | undefined): void {
    if (this.#taken("}")) return;
    const keys = new Set<string>();
    do {
      if (this.#next() !== '"') throw this.#expected('a key in double quotes, or "}"');
      const keyAt = this.#at;
      const key = this.#string();
      if (keys.has(key)) this.#repeated(key, keyAt);
      keys.add(key);
      if (!this.#taken(":")) throw this.#expected('":"');
      const child = node?.children.get(key);
      if (child) child.keyAt = keyAt;
      this.#value(child);
    } while (this.#taken(","));
    if (!this.#taken("}")) throw this.#expected('"," or "}"');
  }

  #array(node: PlaceNode | undefined): void {
    if (this.#taken("]")) return;
    let index = 0;
    do this.#value(node?.children.get(index++));
    while (this.#taken(","));
    if (!this.#taken("]")) throw this.#expected('"," or "]"');
  }

  #string(): string {
    const start = this.#at;
    let escaped = false;
    for (let at = start + 1; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 0x22) {
        this.#at = at + 1;
        return escaped ? this.#unescape(start) : this.#text.slice(start + 1, at);
      }
      if (code === 0x5c) {
        escaped = true;
        at++;
      } else if (code < 0x20) {
        this.#at = at;
        throw this.#expected("an escape such as \\n in place of a control character");
      }
    }
    throw this.#stop("this text is never closed: expected a double quote at its end");
  }

  #unescape(start: number): string {
    try {
      return String(JSON.parse(this.#text.slice(start, this.#at)));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#at = start;
      throw this.#stop("this text has an escape that JSON does not know");
    }
  }

  #number(): void {
    numberPattern.lastIndex = this.#at;
    const match = numberPattern.exec(this.#text);
    if (!match) throw this.#expected("a digit");
    this.#at += match[0].length;
  }

  #word(): void {
    const word = ["true", "false", "null"].find((known) => this.#text.startsWith(known, this.#at));
    if (word === undefined) throw this.#expected("a value");
    this.#at += word.length;
  }

  /** The next character that is no white space, which becomes the current one; empty at the end. */
  #next(): string {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return this.#text.charAt(this.#at);
      this.#at++;
    }
  }

  #taken(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#at++;
    return true;
  }

  #repeated(key: string, offset: number): void {
    if (this.faults.length < maxFaults) this.faults.push({ offset, message: repeatedKey(key) });
  }

  #expected(what: string): Stop {
    const code = this.#text.codePointAt(this.#at);
    const found = code === undefined ? "the end" : JSON.stringify(String.fromCodePoint(code));
    return this.#stop(`expected ${what}, found ${found}`);
  }

  #stop(message: string): Stop {
    return new Stop({ offset: this.#at, message });
  }
}

/** An object that says something twice says nothing certain. */
export function repeatedKey(key: string): string {
  return `the key ${JSON.stringify(key.slice(0, 60))} stands twice in one object`;
}
