import { escapeXml } from "#drawing/escape-xml.ts";
import type { Figure } from "#reading/figures.ts";
import type { Series } from "#series/series.ts";
import { measureTitle } from "#specs/describe-series.ts";
import { cleanText } from "#wording/clean-text.ts";
import { exactNumber } from "#wording/numbers.ts";
import { pageStyle } from "./page-style.ts";

type PageChart = {
  readonly title: string;
  readonly alt: string;
  readonly picture: string;
  readonly series: Series;
};

export type PageContent = {
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly charts: readonly PageChart[];
  readonly notes: readonly string[];
};

/** So many figures stand as tiles; further ones in a table below. */
const maxTiles = 8;

/** The page loads nothing and runs nothing, whatever its data says. */
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The dashboard as one HTML page: no script, no request, charts inline, every chart's numbers in a table as well. */
export function composePage({ title, figures, charts, notes }: PageContent): string {
  const heading = escapeXml(cleanText(title));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<title>${heading}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1 dir="auto">${heading}</h1>
${tiles(figures.slice(0, maxTiles))}
<div class="charts">
${charts.map(chartFigure).join("\n")}
</div>
${moreFigures(figures.slice(maxTiles))}
${notesList(notes)}
</main>
</body>
</html>
`;
}

function tiles(figures: readonly Figure[]): string {
  if (figures.length === 0) return "";
  const entries = figures.map(
    ({ label, text }) => `<div><dt dir="auto">${written(label)}</dt><dd dir="auto">${written(text)}</dd></div>`,
  );
  return `<dl class="figures">\n${entries.join("\n")}\n</dl>`;
}

function chartFigure({ title, alt, picture, series }: PageChart): string {
  return `<figure>
${picture}
<figcaption dir="auto">${escapeXml(cleanText(alt, 4_000))}</figcaption>
<details>
<summary>Numbers</summary>
${numbersTable(title, series)}
</details>
</figure>`;
}

function numbersTable(title: string, series: Series): string {
  const { axis, points, x, y } = series;
  const first = axis.kind === "time" ? axis.unit : x.heading;
  const rows = points.map(
    ({ label, value }) =>
      `<tr><th scope="row" dir="auto">${written(label)}</th><td>${escapeXml(exactNumber(value, y.unit))}</td></tr>`,
  );
  return `<table>
<caption dir="auto">${written(title)}</caption>
<thead><tr><th scope="col">${written(first)}</th><th scope="col">${written(measureTitle(series))}</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>`;
}

function moreFigures(figures: readonly Figure[]): string {
  if (figures.length === 0) return "";
  const rows = figures.map(
    ({ label, text }) => `<tr><th scope="row" dir="auto">${written(label)}</th><td>${written(text)}</td></tr>`,
  );
  return `<section>
<h2>Further figures</h2>
<table>
<thead><tr><th scope="col">Figure</th><th scope="col">Value</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</section>`;
}

function notesList(notes: readonly string[]): string {
  if (notes.length === 0) return "";
  return `<section>\n<h2>Notes</h2>\n<ul>\n${notes.map((note) => `<li dir="auto">${escapeXml(cleanText(note, 1_000))}</li>`).join("\n")}\n</ul>\n</section>`;
}

function written(text: string): string {
  return escapeXml(cleanText(text));
}
