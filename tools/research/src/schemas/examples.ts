import type { OperationExample } from "@aiecs/core";

const notes = [
  {
    source: "solar.md",
    text: "# Solar power\n\nSolar panels turn sunlight into electricity. Most panels are made of silicon cells.\n\nBattery storage keeps solar power for the night.",
  },
  {
    source: "wind.md",
    text: "# Wind power\n\nWind turbines turn moving air into electricity. Offshore wind farms stand at sea, where wind is steady.",
  },
];

const clauses = [
  {
    source: "acme.txt",
    text: "TERMINATION\nEither party may terminate this agreement by giving ninety days written notice.\n\nGOVERNING LAW\nThis agreement is governed by the laws of Ireland.",
  },
];

export const analyzeTopic: readonly OperationExample[] = [
  { title: "what two notes say of a topic", params: { topic: "solar power", sources: notes } },
];

export const generateOutline: readonly OperationExample[] = [
  {
    title: "an outline of one passage",
    params: {
      analysis: {
        topic: "solar power",
        themes: [{ label: "panels, sunlight", passages: [0] }],
        passages: [
          {
            text: "Solar panels turn sunlight into electricity.",
            sentence: "Solar panels turn sunlight into electricity.",
            source: "solar.md",
            start: 15,
            end: 59,
            line: 3,
            page: null,
            row: null,
            headings: ["Solar power"],
            score: 0.7,
            highlights: [{ start: 0, end: 5 }],
            also_in: [],
          },
        ],
      },
    },
  },
];

export const searchRelated: readonly OperationExample[] = [
  { title: "which note tells where turbines stand", params: { query: "where do turbines stand", corpus: notes } },
];

export const searchLegalPrecedents: readonly OperationExample[] = [
  {
    title: "how others word a clause",
    params: {
      terms: [{ type: "termination", present: true, text: "Each party may terminate on 30 days' notice." }],
      corpus: clauses,
    },
  },
];
