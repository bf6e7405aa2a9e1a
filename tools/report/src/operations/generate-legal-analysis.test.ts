import { readFile } from "node:fs/promises";
import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { readPdf } from "#testing-fixtures/read-pdf.ts";
import { generateLegalAnalysis } from "./generate-legal-analysis.ts";

const contract =
  "Agreement between Acme GmbH and Globex Corporation.\n\n1. Term. It runs for two years.\n\n2. Liability. Acme GmbH is liable without limit.";

function clause(type: string, text: string): object {
  const start = contract.indexOf(text);
  return { type, present: true, text, start, end: start + text.length };
}

const params = {
  contract_text: { text: contract, confidence: 93, pages: 1 },
  entities: [
    { type: "ORGANIZATION", text: "Acme GmbH", start: 18, end: 27 },
    { type: "ORGANIZATION", text: "Acme GmbH", start: 101, end: 110 },
    { type: "DATE", text: "two years", start: 75, end: 84 },
  ],
  terms: [
    clause("term", "It runs for two years."),
    clause("liability", "Acme GmbH is liable without limit."),
    { type: "confidentiality", present: false, text: null, start: null, end: null },
  ],
  risk_assessment: {
    score: 0.72,
    level: "high",
    factors: [
      {
        factor: "unlimited_liability",
        description: "Liability has no limit.",
        clause: "liability",
        start: 101,
        end: 135,
        weight: 0.5,
      },
    ],
    missing_clauses: ["confidentiality"],
  },
  contract_type: { type: "service_agreement", confidence: 0.91 },
};

describe("generate_legal_analysis", () => {
  it("quotes clauses with their places, risks with their clauses, and what the contract lacks", async () => {
    await using context = createTestContext();
    const result = await generateLegalAnalysis(params, context);
    const text = readPdf(await readFile(result.path)).pages.join(" ");
    for (const part of [
      "Kind of contract Service agreement (91% sure)",
      "Clauses found 2 of 3",
      "Risk High · score 0.72 1 risk factor, 1 missing clause.",
      "Unlimited liability Liability has no limit. Liability (101–135) 0.5",
      "Missing clauses • Confidentiality",
      "Term It runs for two years. characters 62–84, line 3",
      "Liability Acme GmbH is liable without limit. characters 100–134, line 5",
      "Not found: Confidentiality.",
      "Organization Acme GmbH 18–27, 101–110",
      "no legal advice",
    ]) {
      expect(text).toContain(part);
    }
    expect(result).toMatchObject({ title: "Contract analysis", notes: [] });
  });

  it("counts an organization once, by whatever name it goes, and is never quite sure", async () => {
    await using context = createTestContext();
    const acme = { type: "ORGANIZATION", value: "Acme GmbH", start: 18, end: 27 };
    const entities = [
      { ...acme, text: "Acme GmbH" },
      { ...acme, text: "Acme" },
      { ...acme, text: "ACME GMBH", value: "ACME GMBH" },
      { ...acme, text: "Globex Corporation", value: null },
    ];
    const contract_type = { type: "nda", confidence: 0.999 };
    const result = await generateLegalAnalysis({ ...params, entities, contract_type }, context);
    const text = readPdf(await readFile(result.path)).pages.join(" ");
    expect(text).toContain("Organizations named 2");
    expect(text).toContain("NDA (99% sure)");
  });

  it("quotes the contract itself, and says when a clause's place holds other words", async () => {
    await using context = createTestContext();
    const terms = [
      { type: "term", present: true, text: "It runs for ten years.", start: 62, end: 84 },
      clause("liability", "Acme GmbH is liable without limit."),
    ];
    const result = await generateLegalAnalysis({ ...params, terms }, context);
    expect(result.notes).toEqual(["The quotations of these clauses could not be checked against the contract: Term."]);
    const text = readPdf(await readFile(result.path)).pages.join(" ");
    expect(text).toContain("It runs for ten years. characters 62–84, line 3, where the contract reads otherwise");
  });

  it("reports half an analysis, and says what is missing", async () => {
    await using context = createTestContext();
    const result = await generateLegalAnalysis(
      { contract_text: contract, entities: null, terms: null, risk_assessment: null, contract_type: null },
      context,
    );
    expect(result.notes).toEqual(
      ["entities", "terms", "risk_assessment", "contract_type"].map(
        (name) => `Not part of this analysis: ${name} was not given.`,
      ),
    );
    const text = readPdf(await readFile(result.path)).pages.join(" ");
    for (const part of ["Kind of contract Unknown", "Risk Not assessed", "No clauses were looked for."])
      expect(text).toContain(part);
  });

  it("refuses a contract without words", async () => {
    await using context = createTestContext();
    await expect(generateLegalAnalysis({ ...params, contract_text: " \n" }, context)).rejects.toThrow(
      /^contract_text: expected a text .*, received an empty text$/,
    );
  });

  it("sets hostile contracts as text", async () => {
    await using context = createTestContext();
    const hostile = 'Clause #read("/etc/passwd") $x$ \\ *b* <script>alert(1)</script>';
    const terms = [{ type: hostile, present: true, text: hostile, start: 0, end: hostile.length }];
    const result = await generateLegalAnalysis(
      { ...params, contract_text: hostile, terms, contract_type: hostile },
      context,
    );
    const text = readPdf(await readFile(result.path))
      .pages.join(" ")
      .replace(/\s/g, "");
    expect(text.split(hostile.replace(/\s/g, "")).length - 1).toBe(3);
  });
});
