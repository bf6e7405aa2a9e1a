import { chartBlocks } from "#blocks/chart-blocks.ts";
import { notesBlocks } from "#blocks/notes.ts";
import { heading } from "#blocks/text.ts";
import { maxKeyFigures } from "#reading/key-figures.ts";
import { type Template, unlessEmpty } from "./template.ts";

/** What was sold: the figures of the day at a glance, the charts, every figure in a table, and what to know of them. */
export const dailySales: Template = ({ title = "Daily sales report", date, author, charts, metrics, notes }) => {
  const { blocks, images } = chartBlocks(charts.charts);
  const figures = [...metrics.figures, ...(metrics.figures.length === 0 ? charts.figures : [])].slice(0, maxKeyFigures);
  return {
    title,
    subtitle: undefined,
    date,
    author,
    images,
    blocks: [
      ...(figures.length > 0 ? [{ t: "figures", items: figures } as const] : []),
      ...unlessEmpty(heading(1, "Charts"), blocks),
      ...metrics.blocks,
      ...notesBlocks([...charts.charts.flatMap((chart) => chart.notes), ...metrics.notes, ...notes]),
    ],
  };
};
