/** Questions on this project's documents, with the pages that answer them. */
export const questionsOnDocs: readonly (readonly [question: string, pages: readonly string[]])[] = [
  ["how are references resolved", ["plans.md"]],
  ["which files may a tool read and write", ["configuration.md", "add-a-tool.md"]],
  ["how many operations run at once", ["configuration.md"]],
  ["why was DuckDB chosen for tables", ["0005-tables-in-duckdb.md"]],
  ["how are private network addresses refused", ["0010-network-guard.md"]],
  ["which library draws charts", ["0006-charts-by-vega-lite.md"]],
  ["PDF reports typesetting", ["0007-reports-by-typst.md"]],
  ["worker threads pool library", ["0008-threads-by-piscina.md"]],
  ["license of wink or DuckDB packages", ["licenses.md"]],
  ["meaning of the words task step and attempt", ["glossary.md"]],
  ["write a test for my own operation", ["add-a-tool.md"]],
  ["environment variables for the rate limit", ["configuration.md"]],
  ["conditions on steps language", ["0002-conditions-in-cel.md", "plans.md"]],
  ["what does each package contain and import", ["architecture.md", "0011-packages-by-weight.md"]],
  ["retry a step that failed", ["plans.md", "add-a-tool.md", "configuration.md"]],
  ["Mann-Kendall trend test", ["0009-statistics.md"]],
  ["parse command line arguments", ["0004-command-line-parsing.md"]],
  ["what happens when one step of a plan fails", ["plans.md"]],
  ["make an instance that lives as long as the executor", ["add-a-tool.md"]],
  ["order of middleware in the pipeline", ["architecture.md", "0003-own-hot-path.md"]],
];

export type Recall = { readonly first: number; readonly recallAt3: number; readonly reciprocalRank: number };

/** How well the answers stand in lists of sources: the share that stands first and among the first three, and MRR. */
export function recallOf(ranks: readonly number[]): Recall {
  const mean = (value: (rank: number) => number): number =>
    ranks.reduce((sum, rank) => sum + value(rank), 0) / ranks.length;
  return {
    first: mean((rank) => (rank === 0 ? 1 : 0)),
    recallAt3: mean((rank) => (rank >= 0 && rank < 3 ? 1 : 0)),
    reciprocalRank: mean((rank) => (rank === -1 ? 0 : 1 / (rank + 1))),
  };
}
