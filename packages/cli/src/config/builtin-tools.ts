/** The packages that are looked for when nobody names any. Those that are not installed are passed over. */
export const builtinTools: readonly string[] = [
  "@aiecs/tool-pandas",
  "@aiecs/tool-stats",
  "@aiecs/tool-chart",
  "@aiecs/tool-report",
  "@aiecs/tool-office",
  "@aiecs/tool-image",
  "@aiecs/tool-classfire",
  "@aiecs/tool-scraper",
  "@aiecs/tool-research",
  "@aiecs/tool-search",
];
