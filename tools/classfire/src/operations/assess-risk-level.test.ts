import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { type AssessRiskLevelResult, assessRiskLevelInput } from "#schemas/assess-risk-level.ts";
import { labelledContract } from "#testing-fixtures/contracts/labelled-contracts.ts";
import { assessRiskLevel } from "./assess-risk-level.ts";
import { findContractTerms } from "./find-contract-terms.ts";

async function assess(text: string, precedents: readonly object[] = []): Promise<AssessRiskLevelResult> {
  await using context = createTestContext();
  const terms = await findContractTerms({ text }, context);
  const params = assessRiskLevelInput.parse({
    entities: { entities: [] },
    terms,
    precedents: { passages: precedents },
  });
  return assessRiskLevel(params, context);
}

const factorsOf = ({ factors }: AssessRiskLevelResult): readonly string[] => factors.map(({ factor }) => factor);
const service = labelledContract("contract-001").text;

describe("assess_risk_level", () => {
  it("names each risk with its clause and its place in the contract", async () => {
    const result = await assess(service);
    expect(factorsOf(result)).toEqual([
      "automatic_renewal_long_notice",
      "uncapped_liability",
      "one_sided_indemnity",
      "high_late_interest",
      "one_sided_liability_limit",
      "no_termination_for_convenience",
    ]);
    expect(result.level).toBe("high");
    for (const { clause } of result.factors) expect(service.slice(clause?.start, clause?.end)).toBe(clause?.text);
    expect(result.factors.find(({ factor }) => factor === "high_late_interest")?.description).toContain("18 %");
  });

  it("sums the factors up as it says: 1 less the product of what each leaves", async () => {
    const { score, factors } = await assess(service);
    expect(score).toBeCloseTo(1 - factors.reduce((left, { weight }) => left * (1 - weight), 1), 3);
  });

  it("loses a factor when the clause is mended, and the score falls", async () => {
    const mended: readonly (readonly [string, string, string])[] = [
      ["automatic_renewal_long_notice", "at least ninety (90) days", "at least ten (10) days"],
      [
        "uncapped_liability",
        "even if it was told that they might occur.",
        "and its total liability shall not exceed $200,000.",
      ],
      ["one_sided_indemnity", "Provider shall indemnify", "Each party shall indemnify"],
      ["high_late_interest", "1.5% per month", "0.5% per month"],
      [
        "no_termination_for_convenience",
        "if the other party commits a material breach",
        "at any time without cause, or if the other party commits a material breach",
      ],
    ];
    const before = await assess(service);
    for (const [factor, old, better] of mended) {
      expect(service).toContain(old);
      const after = await assess(service.replace(old, better));
      expect(factorsOf(after), factor).not.toContain(factor);
      expect(after.score, factor).toBeLessThan(before.score);
    }
  });

  it("says which clauses are missing, by what is usual in the kind of contract", async () => {
    const without = service.replace(/7\.3 Governing Law[^\n]*\n/, "").replace(/4\.1 Confidentiality[^\n]*\n/, "");
    expect((await assess(without)).missing_clauses).toEqual(["confidentiality", "governing_law"]);
    expect((await assess(labelledContract("contract-002").text)).missing_clauses).toEqual([]);
  });

  it("finds what is left blank, what never ends, and what one side alone may do", async () => {
    const text = `SERVICE AGREEMENT\nThis Agreement is made between Ada Ltd ("Provider") and ____________ ("Client").\n1. Term. This Agreement begins today and continues in perpetuity.\n2. Fees. Client shall pay each invoice within five (5) days.\n3. Termination. Provider may terminate this Agreement at any time for any reason. Client may not.\n4. Liability. The liability of Client under this Agreement shall be unlimited.\n5. Secrets. The parties shall keep all Confidential Information confidential in perpetuity, and neither party shall disclose it.`;
    expect(factorsOf(await assess(text))).toEqual(
      expect.arrayContaining([
        "unfilled_blanks",
        "perpetual_term",
        "short_payment_period",
        "one_sided_termination",
        "unlimited_liability",
        "perpetual_confidentiality",
      ]),
    );
  });

  it("takes the dots of a table of contents for no blanks, and the dots to write on for some", async () => {
    await using context = createTestContext();
    const blanksIn = async (text: string): Promise<boolean> => {
      const terms = [{ type: "parties", present: true, text, start: 0, end: text.length }];
      const params = assessRiskLevelInput.parse({ entities: null, terms, precedents: null });
      return factorsOf(await assessRiskLevel(params, context)).includes("unfilled_blanks");
    };
    const parties = `THIS LEASE is made by and between Ada Ltd ("Landlord") and Bob Ltd ("Tenant").`;
    const leaders = [
      "GENERAL .........ccccveeeeressseracnnaas\n",
      "GENERAL ..........c.c... 3\n",
      "GENERAL ................ 12\n",
      "PREFACE ........ iv\n",
      "1. Term ........ 1 2. Rent ........ 2 ",
    ];
    for (const leader of leaders) expect(await blanksIn(leader + parties), leader).toBe(false);
    const blanks = [
      "..................",
      ".......... of ..........",
      "the ...... day of ...... 2026",
      "............, 12 Main St",
    ];
    for (const blank of blanks) expect(await blanksIn(parties.replace("Bob Ltd", blank)), blank).toBe(true);
    for (const unit of [".", ".......,", "...... "]) {
      const began = performance.now();
      await blanksIn(`${unit.repeat(150_000 / unit.length)}a`);
      expect(performance.now() - began, unit).toBeLessThan(2_000);
    }
    expect(await blanksIn(leaders.join("") + parties.replace("Bob Ltd", "..........."))).toBe(true);
  });

  it("cites a passage once in a factor, with its best score, however often it was found", async () => {
    const text = "The court held the liability clause unenforceable and awarded damages.";
    const passages = [
      { text, source: "cases.txt", score: 0.4 },
      { text: text.replace(" clause", "\n clause"), source: "cases.txt", score: 0.8 },
      { text, source: "cases.txt", score: 0.6 },
      { text, source: "others.txt", score: 0.5 },
    ];
    const { factors, precedents } = await assess(service, passages);
    const cited = factors.find(({ factor }) => factor === "uncapped_liability")?.precedents ?? [];
    expect(cited.map(({ source, score }) => `${source} ${score}`)).toEqual(["cases.txt 0.8", "others.txt 0.5"]);
    expect(precedents).toEqual({ given: 4, used: 2 });
  });

  it("expects nothing of a text that is no contract, and says so", async () => {
    const result = await assess(labelledContract("news-article").text);
    expect(result).toMatchObject({ score: 0, level: "low", factors: [], missing_clauses: [] });
    expect(result.notes[0]).toContain("not written as contracts are");
    expect(result.notes.join()).not.toContain("only what is missing was weighed");
    expect((await assess(service)).notes.join()).not.toContain("not written as contracts are");
  });

  it("weighs what stands in a text that is no contract all the same, and what is missing where nothing is said", async () => {
    await using context = createTestContext();
    const text = "The liability of the Client shall be unlimited.";
    const terms = [{ type: "liability", present: true, text, start: 0, end: text.length }];
    const levelOf = async (given: object): Promise<AssessRiskLevelResult> =>
      assessRiskLevel(assessRiskLevelInput.parse({ entities: null, terms: given, precedents: null }), context);
    const none = await levelOf({ terms, is_contract: false });
    expect(factorsOf(none)).toContain("unlimited_liability");
    expect(none.missing_clauses).toEqual([]);
    for (const given of [terms, { terms }, { terms, is_contract: true }])
      expect((await levelOf(given)).missing_clauses).toContain("parties");
  });

  it("counts a precedent only where it bears on a factor, and never invents one", async () => {
    const plain = await assess(service);
    const bearing = {
      text: "The court held the liability clause unenforceable and awarded damages.",
      source: "cases.txt",
      score: 0.8,
    };
    const idle = { text: "A recipe for plum cake.", source: "cook.txt", score: 0.9 };
    const raised = await assess(service, [idle, bearing]);
    const weight = (result: AssessRiskLevelResult): number =>
      result.factors.find(({ factor }) => factor === "uncapped_liability")?.weight ?? 0;
    expect(weight(raised)).toBeCloseTo(weight(plain) * 1.2, 3);
    expect(raised.precedents).toEqual({ given: 2, used: 1 });
    expect(plain.factors.every(({ precedents }) => precedents.length === 0)).toBe(true);
    expect((await assess(service, [idle])).score).toBe(plain.score);
  });

  it("is low for a balanced contract, and gives the same answer again", async () => {
    const balanced = labelledContract("contract-008").text;
    expect((await assess(balanced)).level).toBe("low");
    expect(await assess(balanced)).toEqual(await assess(balanced));
  });

  it("refuses what is no result of the steps before, and says what was expected", () => {
    const wrong = (params: object): string => assessRiskLevelInput.safeParse(params).error?.message ?? "";
    expect(wrong({ entities: null, terms: "liability", precedents: null })).toContain(
      "the result of find_contract_terms",
    );
    expect(wrong({ entities: 7, terms: [], precedents: null })).toContain("the result of extract_entities");
    expect(wrong({ entities: null, terms: [], precedents: "none" })).toContain("the result of search_legal_precedents");
    expect(wrong({ entities: null, terms: [{ type: "__proto__", present: true }], precedents: null })).toContain(
      "governing_law",
    );
  });
});
