import { escapeHtml } from "./html.ts";
import type { PageState } from "./page-state.ts";
import type { Figure, Panel, PanelTable } from "./panel.ts";
import { drawSparkline } from "./sparkline.ts";
import { wordFigure } from "./word-figure.ts";

const style = `
:root { color-scheme: light dark; --edge: #8884; --soft: #8889; --line: #2a78d6; --bad: #d03b3b; }
body { font: 15px/1.4 system-ui, sans-serif; margin: 1.5rem; }
header p, .time { color: var(--soft); margin: 0; }
main { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(22rem, 1fr)); }
section { border: 1px solid var(--edge); border-radius: 8px; padding: 0.8rem 1rem; overflow-x: auto; }
section.failed { border-color: var(--bad); }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin-top: 0.5rem; }
th, td { text-align: left; padding: 0.15rem 0.6rem 0.15rem 0; font-weight: normal; vertical-align: middle; overflow-wrap: anywhere; }
td.value { font-variant-numeric: tabular-nums; font-weight: 600; white-space: nowrap; }
svg { width: 10rem; height: 2.25rem; display: block; } polyline { fill: none; stroke: var(--line); stroke-width: 2; }
.failure { color: var(--bad); }
`;

/** The whole page in one file: no script, nothing loaded from elsewhere, every text escaped. */
export function renderPage(state: PageState, refreshSeconds: number): string {
  const title = escapeHtml(state.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta http-equiv="refresh" content="${refreshSeconds}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${title}</h1><p>Updated <time datetime="${escapeHtml(state.updated)}">${escapeHtml(state.updated)}</time>, ${state.updates} ${state.updates === 1 ? "update" : "updates"}</p></header>
<main>
${state.panels.map((panel) => renderPanel(panel, state)).join("\n")}
</main>
</body>
</html>
`;
}

function renderPanel(panel: Panel, state: PageState): string {
  const { title, status, message, time, figures, texts, table } = panel;
  const rows = [
    ...figures.map((figure) => renderFigure(figure, state)),
    ...texts.map(
      ({ label, text }) =>
        `<tr><th scope="row">${escapeHtml(label)}</th><td class="value">${escapeHtml(text)}</td><td></td></tr>`,
    ),
  ];
  return [
    `<section class="${status}"><h2>${escapeHtml(title)}</h2>`,
    time === null ? "" : `<p class="time">${escapeHtml(String(time))}</p>`,
    message === null ? "" : `<p class="failure">${status}: ${escapeHtml(message)}</p>`,
    rows.length === 0 ? "" : `<table>${rows.join("")}</table>`,
    table === null ? "" : renderTable(table),
    "</section>",
  ].join("");
}

function renderFigure({ id, label, value, unit }: Figure, { history }: PageState): string {
  const points = Object.hasOwn(history, id) ? (history[id] ?? []) : [];
  return `<tr><th scope="row">${escapeHtml(label)}</th><td class="value">${escapeHtml(wordFigure(value, unit))}</td><td>${drawSparkline(points, unit)}</td></tr>`;
}

function renderTable({ columns, rows, totalRows }: PanelTable): string {
  const head = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`).join("");
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table><p class="time">${rows.length} of ${totalRows} rows</p>`;
}
