import type { OperationExample } from "@aiecs/core";

export const pdfExamples: readonly OperationExample[] = [
  {
    title: "A text with a table",
    params: {
      title: "Stock at the end of the month",
      date: "2026-01-31",
      markdown: "All shelves were **counted twice**.\n\n| Shelf | Items |\n|---|---:|\n| A | 120 |\n| B | 75 |",
    },
  },
  {
    title: "Sections of records",
    params: { sections: [{ title: "Open orders", table: [{ order: "A-17", amount_eur: 120.5 }] }] },
  },
];

export const dailyReportExamples: readonly OperationExample[] = [
  {
    title: "Figures of a day",
    params: {
      charts: [],
      metrics: {
        totals: { revenue_eur: 1_204.5, orders: 31 },
        by_category: [{ category: "Books", revenue_eur: 1_204.5 }],
      },
      template: "daily_sales_template",
      date: "2026-01-31",
    },
  },
];

const contract = "1. Term. This agreement begins on 1 March 2026. 2. Fees. Acme GmbH pays EUR 500 a month.";

export const legalAnalysisExamples: readonly OperationExample[] = [
  {
    title: "A short contract",
    params: {
      contract_text: contract,
      entities: [{ type: "ORGANIZATION", text: "Acme GmbH", start: 57, end: 66 }],
      terms: [
        { type: "term", present: true, text: "This agreement begins on 1 March 2026.", start: 9, end: 47 },
        { type: "liability", present: false, text: null, start: null, end: null },
      ],
      risk_assessment: { score: 0.4, level: "medium", factors: [], missing_clauses: ["liability"] },
      contract_type: { type: "service_agreement", confidence: 0.83 },
    },
  },
];
