import type { OperationExample } from "@aiecs/core";

type Examples = readonly OperationExample[];

const article =
  "The new battery factory in Leipzig will open in March 2027. The battery factory costs €1.2 billion and employs 900 people. Volta Cells GmbH builds sodium batteries there, which need no lithium. The mayor praised the excellent agreement.";

export const extractKeywords: Examples = [{ title: "What an article is about", params: { text: article, top_k: 5 } }];

export const classifyText: Examples = [
  { title: "Sentiment", params: { text: "The room was lovely, and the staff were wonderful." } },
  {
    title: "Own labels, learned from examples",
    params: {
      text: "I cannot log in, the password is refused",
      examples: [
        { text: "My invoice shows the wrong amount", label: "billing" },
        { text: "Please refund the second payment", label: "billing" },
        { text: "The card was charged twice on the invoice", label: "billing" },
        { text: "The login page shows an error", label: "access" },
        { text: "I forgot my password and cannot log in", label: "access" },
        { text: "My account is locked after a wrong password", label: "access" },
      ],
    },
  },
];

export const analyzeText: Examples = [{ title: "Everything at once", params: { text: article, summary_sentences: 2 } }];

export const extractEntities: Examples = [
  {
    title: "A contract's parties, dates, sums and laws",
    params: {
      text: 'This Agreement is made on January 5, 2026 between Acme Widgets, Inc., a Delaware corporation ("Acme"), and Jane Smith of Boston. Acme pays USD 1,250,000.00 and 5% interest under the Securities Act of 1933.',
    },
  },
];

export const optimizeContent: Examples = [
  {
    title: "Fewer words that say the same",
    params: {
      content:
        "It is important to note that we made a decision in order to help each and every customer at this point in time.",
    },
  },
];
