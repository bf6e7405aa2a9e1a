const maxBytes = 16 * 1_048_576;
const startBytes = 4_096;
const maxKeptBytes = 1_048_576;
const shortLength = 40;

/** Appends tagged pieces to one growing buffer, which may be used again. Every method throws a RangeError beyond 16 MiB. */
export class ByteWriter {
  #bytes: Buffer = Buffer.allocUnsafeSlow(startBytes);
  #view: DataView = new DataView(this.#bytes.buffer);
  #length = 0;

  /** What has been written; valid until the next write. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Starts anew. A buffer that one large value made is let go. */
  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > maxKeptBytes) this.#resize(startBytes);
  }

  tag(tag: number): void {
    this.#reserve(1);
    this.#bytes[this.#length] = tag;
    this.#length += 1;
  }

  count(tag: number, count: number): void {
    this.#reserve(5);
    this.#bytes[this.#length] = tag;
    this.#view.setUint32(this.#length + 1, count, true);
    this.#length += 5;
  }

  double(tag: number, value: number): void {
    this.#reserve(9);
    this.#bytes[this.#length] = tag;
    this.#view.setFloat64(this.#length + 1, value, true);
    this.#length += 9;
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** The length and the characters: one byte each when all are ASCII, else two, which keeps lone surrogates apart. */
  text(asciiTag: number, wideTag: number, text: string): void {
    const { length } = text;
    if (length <= shortLength) {
      if (this.#shortAscii(asciiTag, text)) return;
    } else if (Buffer.byteLength(text) === length) {
      this.#encode(asciiTag, text, "latin1", length);
      return;
    }
    this.#encode(wideTag, text, "utf16le", length * 2);
  }

  /** Most texts are short and plain, and a call to the encoder costs more than copying them here. */
  #shortAscii(tag: number, text: string): boolean {
    const { length } = text;
    this.#reserve(length + 5);
    const bytes = this.#bytes;
    const start = this.#length + 5;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) return false;
      bytes[start + index] = code;
    }
    this.count(tag, length);
    this.#length = start + length;
    return true;
  }

  #encode(tag: number, text: string, encoding: "latin1" | "utf16le", byteLength: number): void {
    this.count(tag, text.length);
    this.#reserve(byteLength);
    this.#bytes.write(text, this.#length, encoding);
    this.#length += byteLength;
  }

  #reserve(count: number): void {
    if (this.#length + count > this.#bytes.length) this.#grow(this.#length + count);
  }

  #grow(needed: number): void {
    if (needed > maxBytes) throw new RangeError(`Expected at most ${maxBytes} bytes`);
    this.#resize(Math.max(needed, Math.min(this.#bytes.length * 2, maxBytes)));
  }

  #resize(size: number): void {
    const bytes = Buffer.allocUnsafeSlow(size);
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}
