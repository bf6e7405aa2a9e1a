/** A rectangle in pixels, with the number of text lines in it. */
export type TextBlock = {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly lines: number;
};

/** A column is at least this part of the width of all text: the numbers of a list, set apart, are none. */
const leastWidth = 0.15;
const leastLines = 3;

/** Whether two blocks stand side by side as columns of text do, each with some lines, beside half of the shorter one. */
export function hasColumns(blocks: readonly TextBlock[]): boolean {
  const left = Math.min(...blocks.map(({ x0 }) => x0));
  const right = Math.max(...blocks.map(({ x1 }) => x1));
  const columns = blocks.filter(({ x0, x1, lines }) => x1 - x0 >= leastWidth * (right - left) && lines >= leastLines);
  return columns.some((one) =>
    columns.some((other) => {
      const beside = Math.min(one.y1, other.y1) - Math.max(one.y0, other.y0);
      return one.x1 <= other.x0 && beside >= Math.min(one.y1 - one.y0, other.y1 - other.y0) / 2;
    }),
  );
}

/** The blocks of a layout as Tesseract tells them; what has another shape is left out. */
export function toTextBlocks(layout: unknown): readonly TextBlock[] {
  return listOf(layout).flatMap((block) => {
    const [x0, y0, x1, y1] = ["x0", "y0", "x1", "y1"].map((edge) => fieldOf(fieldOf(block, "bbox"), edge));
    if (typeof x0 !== "number" || typeof y0 !== "number" || typeof x1 !== "number" || typeof y1 !== "number") return [];
    const lines = listOf(fieldOf(block, "paragraphs")).flatMap((paragraph) => listOf(fieldOf(paragraph, "lines")));
    return [{ x0, y0, x1, y1, lines: lines.length }];
  });
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
