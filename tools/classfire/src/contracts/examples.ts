import type { OperationExample } from "@aiecs/core";

type Examples = readonly OperationExample[];

const agreement = `SERVICE AGREEMENT

This Service Agreement is made on 1 March 2027 between Northwind Cleaning Ltd ("Provider") and Alder Books GmbH ("Client").

1. Term. This Agreement begins on 1 April 2027 and continues for two (2) years.
2. Fees. Client shall pay Provider EUR 1,800 per month within thirty (30) days of the invoice.
3. Termination. Either party may terminate this Agreement without cause by giving sixty (60) days' written notice.
4. Liability. Neither party's total liability under this Agreement shall exceed EUR 20,000.
5. Governing Law. This Agreement is governed by the laws of Ireland.`;

export const findContractTerms: Examples = [{ title: "The clauses of a short contract", params: { text: agreement } }];

export const classifyContractType: Examples = [{ title: "The kind of a contract", params: { text: agreement } }];

export const assessRiskLevel: Examples = [
  {
    title: "Liability without a limit, and no clause on much else",
    params: {
      entities: null,
      terms: [
        {
          type: "liability",
          present: true,
          text: "Provider shall be liable for all damages, without limitation of liability.",
          start: 120,
          end: 194,
        },
        { type: "governing_law", present: false, text: null, start: null, end: null },
      ],
      precedents: { passages: [] },
    },
  },
];
