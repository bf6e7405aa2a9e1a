import { type ArtifactHandle, type FileContext, isArtifactHandle, ValidationError } from "@aiecs/core/toolkit";
import type { ReportImage } from "#blocks/block.ts";
import { describeValue, isPlainObject } from "./plain-object.ts";
import { readImage } from "./read-image.ts";

/** A picture with its words. */
export type ReportChart = {
  readonly title: string;
  /** What the picture says; the title again when nobody said more. */
  readonly alt: string;
  readonly notes: readonly string[];
  readonly image: ReportImage;
};

export type ReportCharts = {
  /** Of a dashboard. */
  readonly title?: string;
  readonly charts: readonly ReportChart[];
  /** Key figures that came with a dashboard. */
  readonly figures: readonly { readonly label: string; readonly text: string }[];
};

/** More pictures than this are no report. */
const maxCharts = 200;
const maxDepth = 8;

const expected = "expected a chart, a dashboard, an artifact that holds a picture, or a list of them";

/**
 * All pictures in a `charts` parameter, in their order: results of chart operations, dashboards, artifacts, and lists of
 * them within lists.
 *
 * @throws E001 naming the place of what is none of these
 */
export async function readCharts(value: unknown, context: FileContext, where = "charts"): Promise<ReportCharts> {
  const found = [...findCharts(value, where, 0)];
  if (found.length > maxCharts) {
    throw new ValidationError(`${where}: expected at most ${maxCharts} pictures, received ${found.length}`);
  }
  const charts: ReportChart[] = [];
  for (const { artifact, at, ...words } of found)
    charts.push({ ...words, image: await readImage(artifact, at, context) });
  const title = isPlainObject(value) && Array.isArray(value.charts) ? value.title : undefined;
  return { charts, figures: figuresIn(value, 0), ...(typeof title === "string" && { title }) };
}

type Found = {
  readonly artifact: ArtifactHandle;
  readonly at: string;
  readonly title: string;
  readonly alt: string;
  readonly notes: readonly string[];
};

function* findCharts(value: unknown, at: string, depth: number): Generator<Found> {
  if (value === undefined || value === null) return;
  if (depth > maxDepth) throw new ValidationError(`${at}: lists nest deeper than ${maxDepth}`);
  if (Array.isArray(value)) {
    for (const [place, item] of value.entries()) {
      if (item === null || item === undefined)
        throw new ValidationError(`${at}[${place}]: ${expected}, received nothing`);
      yield* findCharts(item, `${at}[${place}]`, depth + 1);
    }
  } else if (isArtifactHandle(value)) {
    yield { artifact: value, at, title: value.name, alt: value.name, notes: [] };
  } else if (isPlainObject(value) && Array.isArray(value.charts) && value.charts.length > 0) {
    yield* findCharts(value.charts, `${at}.charts`, depth + 1);
  } else {
    yield chartOf(value, at);
  }
}

/** The SVG of a chart is set as lines and text; the PNG would be dots. */
function chartOf(value: unknown, at: string): Found {
  const artifact = isPlainObject(value) ? [value.svg, value.png].find(isArtifactHandle) : undefined;
  if (!isPlainObject(value) || artifact === undefined) {
    throw new ValidationError(`${at}: ${expected}, received ${describeValue(value)}`);
  }
  const title = typeof value.title === "string" ? value.title : artifact.name;
  const notes = Array.isArray(value.notes) ? value.notes.filter((note) => typeof note === "string") : [];
  return { artifact, at, title, alt: typeof value.alt === "string" ? value.alt : title, notes };
}

function figuresIn(value: unknown, depth: number): ReportCharts["figures"] {
  if (depth > maxDepth) return [];
  if (Array.isArray(value)) return value.flatMap((item) => figuresIn(item, depth + 1));
  if (!isPlainObject(value) || !Array.isArray(value.figures)) return [];
  return value.figures.flatMap((figure: unknown) =>
    isPlainObject(figure) && typeof figure.label === "string" && typeof figure.text === "string"
      ? [{ label: figure.label, text: figure.text }]
      : [],
  );
}
