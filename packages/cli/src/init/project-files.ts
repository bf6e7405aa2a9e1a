const config = `# Settings of aiecs in this folder. Every key may be left out; command-line options win.

# Tools: packages, or paths relative to this file. By default every built-in tool that is installed.
# They are code that runs with your rights: name only what you trust.
# tools:
#   - "@aiecs/tool-pandas"
#   - ./my-tool.ts

# How many operations run at once, and how many may start per second in a batch (0: no limit).
max_concurrency: 8
rate_limit_requests_per_second: 5

# Where the files that operations make are kept.
artifacts_folder: .aiecs/runs
`;

const plan = `# Run it:      aiecs run plan.yaml
# Other data:  aiecs run plan.yaml --input file_path=data/other.csv
name: sales-by-category
input:
  file_path: data/sales.csv
steps:
  - id: sales
    operation: pandas_tool.read_csv
    params: { file_path: "$input.file_path" }
  - id: clean
    operation: pandas_tool.clean_data
    params: { df: "$steps.sales", drop_na: true, remove_duplicates: true }
  - id: by_category
    operation: pandas_tool.group_analysis
    params: { df: "$steps.clean", group_by: category, values: amount }
output: "$steps.by_category.data"
`;

const data = `date,product,category,quantity,amount
2026-01-05,Espresso beans 1 kg,coffee,12,238.80
2026-01-05,Green tea 250 g,tea,7,69.65
2026-01-06,Espresso beans 1 kg,coffee,9,179.10
2026-01-06,Porcelain cup,accessories,24,143.76
2026-01-07,Assam tea 250 g,tea,,
2026-01-07,Filter papers,accessories,40,111.60
2026-01-08,Decaf beans 500 g,coffee,6,77.70
2026-01-08,Decaf beans 500 g,coffee,6,77.70
2026-01-09,Green tea 250 g,tea,11,109.45
2026-01-09,Porcelain cup,accessories,10,59.90
`;

/** What a new project starts with: path, then content. The data is made up, with a gap and a repeated row to clean. */
export const projectFiles: ReadonlyMap<string, string> = new Map([
  ["aiecs.config.yaml", config],
  ["plan.yaml", plan],
  ["data/sales.csv", data],
]);

/** What git must not keep: results and the files of runs. */
export const ignoredFolder = ".aiecs/";
