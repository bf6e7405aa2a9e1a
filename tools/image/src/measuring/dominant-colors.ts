import type { DominantColor } from "#schemas/analyze-image.ts";

type Cell = { count: number; red: number; green: number; blue: number };

const mostColors = 5;
/** Cells nearer than this to a larger one are shades of it: distance in RGB, of at most 441. */
const sameColor = 48;

/**
 * The main colours of RGB bytes: colours are counted in a grid of 16 steps per channel (the "popularity" way of
 * Heckbert 1982), then each cell joins the nearest larger one that looks the same.
 */
export function dominantColors(rgb: Uint8Array): readonly DominantColor[] {
  const cells = new Map<number, Cell>();
  for (let place = 0; place + 2 < rgb.length; place += 3) {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(place, place + 3);
    const key = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
    const cell = cells.get(key) ?? { count: 0, red: 0, green: 0, blue: 0 };
    cells.set(key, cell);
    cell.count += 1;
    cell.red += red;
    cell.green += green;
    cell.blue += blue;
  }
  const kept: { readonly center: Cell; count: number }[] = [];
  for (const cell of [...cells.values()].sort((a, b) => b.count - a.count)) {
    const near = kept.find(({ center }) => distance(center, cell) < sameColor);
    if (near) near.count += cell.count;
    else kept.push({ center: cell, count: cell.count });
  }
  const pixels = rgb.length / 3;
  return kept
    .sort((a, b) => b.count - a.count)
    .slice(0, mostColors)
    .map(({ center, count }) => ({ color: toHex(center), share: Math.round((count / pixels) * 10_000) / 10_000 }));
}

function distance(a: Cell, b: Cell): number {
  const of = (channel: "red" | "green" | "blue") => a[channel] / a.count - b[channel] / b.count;
  return Math.hypot(of("red"), of("green"), of("blue"));
}

function toHex({ count, red, green, blue }: Cell): string {
  return `#${[red, green, blue]
    .map((sum) =>
      Math.round(sum / count)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}
