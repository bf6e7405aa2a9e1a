import type { ReportData } from "#schemas/generate-report.ts";
import { formatNumber, formatP, formatShare, markdownTable, plainText } from "./markdown.ts";

/** The report for people to read. Names and values from the data are made harmless. */
export function toMarkdown(data: ReportData): string {
  const sections = [
    `# ${plainText(data.title)}`,
    `${data.rows.toLocaleString("en-US")} rows, ${data.columns} columns, ${data.missing_cells.toLocaleString("en-US")} empty cells.`,
    section("Findings", data.findings.map((finding) => `- ${plainSentence(finding)}`).join("\n")),
    section("Development", developmentText(data.development)),
    section("Numbers", numbersTable(data)),
    section("Categories", categoriesTable(data)),
    section("Correlations", correlationsTable(data)),
    section("Columns", columnsTable(data)),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

function section(title: string, body: string): string {
  return body === "" ? "" : `## ${title}\n\n${body}`;
}

/** Sentences hold names of any length. */
function plainSentence(text: string): string {
  return text.split(" ").map(plainText).join(" ");
}

function developmentText(development: ReportData["development"]): string {
  if (development === null) return "";
  const { value_column, from, to, samples, trend, p_value, slope, slope_unit } = development;
  const course = trend === "no_trend" ? "no significant trend" : trend;
  const rise = slope === null ? "" : `, slope ${formatNumber(slope)} per ${slope_unit}`;
  return `${plainText(value_column)}, ${samples.toLocaleString("en-US")} samples from ${from} to ${to}: ${course} (Mann–Kendall ${formatP(p_value)})${rise}.`;
}

function numbersTable({ numbers, outliers }: ReportData): string {
  const rows = Object.entries(numbers).map(([name, figures]) => [
    plainText(name),
    ...[
      figures.count,
      figures.mean,
      figures.std,
      figures.min,
      figures.q1,
      figures.median,
      figures.q3,
      figures.max,
      figures.sum,
    ].map(formatNumber),
    formatNumber(Object.hasOwn(outliers, name) ? (outliers[name] ?? 0) : 0),
  ]);
  const header = ["Column", "Count", "Mean", "Std", "Min", "Q1", "Median", "Q3", "Max", "Sum", "Outliers"];
  return rows.length === 0 ? "" : markdownTable(header, rows);
}

function categoriesTable({ categories }: ReportData): string {
  const rows = Object.entries(categories).map(([name, { distinct, missing, top }]) => [
    plainText(name),
    formatNumber(distinct),
    formatNumber(missing),
    top.map(({ value, share }) => `${plainText(value)} (${formatShare(share)})`).join(", "),
  ]);
  return rows.length === 0 ? "" : markdownTable(["Column", "Different", "Empty", "Most frequent"], rows);
}

function correlationsTable({ correlations }: ReportData): string {
  const rows = correlations.map(({ one, other, correlation }) => [
    `${plainText(one)} and ${plainText(other)}`,
    correlation.toFixed(3),
  ]);
  return rows.length === 0 ? "" : markdownTable(["Columns", "Correlation"], rows);
}

function columnsTable({ column_types }: ReportData): string {
  const rows = column_types.map(({ name, type, missing }) => [plainText(name), type, formatNumber(missing)]);
  return markdownTable(["Column", "Type", "Empty"], rows);
}
