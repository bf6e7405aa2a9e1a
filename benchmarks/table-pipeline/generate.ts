import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const categories = ["garden", "kitchen", "office", '"toys, games"', "books", "sport"];
const regions = ["north", "south", "east", "west"];
const firstDay = Date.UTC(2024, 0, 1);
const dayMs = 86_400_000;

/** How many rows repeat an earlier one, and how far back it stands. */
const repeatEvery = 100;
const repeatBack = 50;

/** Writes a CSV of sales that is the same each time: quoted texts, dates, empty fields, repeated rows. */
export async function generate(path: string, rows: number): Promise<void> {
  await pipeline(Readable.from(lines(rows)), createWriteStream(path));
}

function* lines(rows: number): Generator<string> {
  const random = createRandom(42);
  const recent: string[] = [];
  let block = "order_id,order_date,region,category,product,quantity,unit_price,note\n";
  for (let row = 0; row < rows; row++) {
    const fresh = sale(row, random);
    const line = row % repeatEvery === repeatEvery - 1 ? (recent[row % repeatBack] ?? fresh) : fresh;
    recent[row % repeatBack] = line;
    block += line;
    if (block.length > 65_536) {
      yield block;
      block = "";
    }
  }
  yield block;
}

function sale(row: number, random: () => number): string {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const day = new Date(firstDay + Math.floor(random() * 730) * dayMs).toISOString().slice(0, 10);
  const quantity = random() < 0.03 ? "" : String(1 + Math.floor(random() * 9));
  const price = (1 + random() * 99).toFixed(2);
  const note = random() < 0.1 ? '"said ""ok"", thanks"' : random() < 0.5 ? "" : "plain note";
  return `${100_000 + row},${day},${pick(regions)},${pick(categories)},P${Math.floor(random() * 500)},${quantity},${price},${note}\n`;
}

/** Xorshift: the same numbers on every machine. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
