import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { clauseTypes } from "#contracts/clause-type.ts";
import type { ContractTerm } from "#schemas/find-contract-terms.ts";
import { clauseAccuracy } from "#testing-fixtures/contracts/clause-accuracy.ts";
import { labelledContract, labelledContracts } from "#testing-fixtures/contracts/labelled-contracts.ts";
import { findContractTerms } from "./find-contract-terms.ts";

async function termsOf(text: string): Promise<ReadonlyMap<string, ContractTerm>> {
  await using context = createTestContext();
  const { terms } = await findContractTerms({ text }, context);
  return new Map(terms.map((term) => [term.type, term]));
}

async function accuracyOf(split: "tune" | "held-out"): Promise<ReturnType<typeof clauseAccuracy>> {
  const texts = [];
  for (const { text, labels } of labelledContracts().filter((contract) => contract.split === split)) {
    const terms = [...(await termsOf(text)).values()];
    const found = terms.flatMap(({ type, clauses }) => clauses.map(({ start, end }) => ({ type, start, end })));
    texts.push({ labels, found });
  }
  return clauseAccuracy(texts);
}

const factsOf = (term: ContractTerm | undefined): readonly string[] =>
  (term?.facts ?? []).map(({ name, value, unit }) => `${name} ${value}${unit === null ? "" : ` ${unit}`}`);

describe("find_contract_terms", () => {
  it("finds the marked clauses of the contracts it was made on", async () => {
    const { recall, precision, overlap } = await accuracyOf("tune");
    expect(recall).toBeGreaterThanOrEqual(0.98);
    expect(precision).toBeGreaterThanOrEqual(0.92);
    expect(overlap).toBeGreaterThanOrEqual(0.9);
  });

  it("finds the marked clauses of contracts by which no cue but one was chosen", async () => {
    const { recall, precision, overlap } = await accuracyOf("held-out");
    expect(recall).toBeGreaterThanOrEqual(0.85);
    expect(precision).toBeGreaterThanOrEqual(0.88);
    expect(overlap).toBeGreaterThanOrEqual(0.72);
  });

  it("gives one entry for each kind, and places where the text stands as quoted", async () => {
    for (const { text } of labelledContracts()) {
      const terms = await termsOf(text);
      expect([...terms.keys()]).toEqual([...clauseTypes]);
      for (const { present, clauses, facts, ...term } of terms.values()) {
        expect(present).toBe(clauses.length > 0);
        if (term.start !== null && term.end !== null) expect(text.slice(term.start, term.end)).toBe(term.text);
        else expect([term.text, term.start, term.end, term.heading]).toEqual([null, null, null, null]);
        for (const clause of clauses) expect(text.slice(clause.start, clause.end)).toBe(clause.text);
        for (const fact of facts) expect(text.slice(fact.start, fact.end)).toBe(fact.text);
      }
    }
  });

  it("reads names, times, sums and laws from the clauses", async () => {
    const terms = await termsOf(labelledContract("contract-001").text);
    expect(factsOf(terms.get("parties"))).toEqual([
      "party Halvorsen Grid Services, Inc. Provider",
      "party Orchard Valley Medical Group LLC Client",
    ]);
    expect(factsOf(terms.get("term"))).toEqual(["starts_on April 1, 2025", "duration 3 years"]);
    expect(factsOf(terms.get("payment"))).toEqual(["amount $18,400", "due 15 days", "interest 1.5 percent per month"]);
    expect(factsOf(terms.get("renewal"))).toEqual(["automatic true", "period 1 years", "notice 90 days"]);
    expect(factsOf(terms.get("termination"))).toEqual(["for_cause true", "cure_period 30 days"]);
    expect(factsOf(terms.get("governing_law"))).toContain("jurisdiction State of Minnesota");
    expect(factsOf(terms.get("confidentiality"))).toEqual(["duration 5 years"]);
  });

  it("reads a scan: broken lines, cut words, page headers, no blank lines", async () => {
    const terms = await termsOf(labelledContract("contract-006").text);
    expect(terms.get("indemnity")?.text).toContain("indem-\nnify the Buyer");
    expect(terms.get("liability")?.text).toContain("consequen-\ntial loss");
    expect([...terms.values()].some(({ text }) => /Page \d of 3\s*$/.test(text ?? ""))).toBe(false);
  });

  it("finds a liability that is spoken of in a clause on warranty, wrapped or not", async () => {
    const { text } = labelledContract("contract-002");
    const words = "neither shall be liable for any loss";
    expect(text).toContain(words);
    for (const written of [text, text.replace(words, words.replaceAll(" ", "\n"))]) {
      const { clauses = [] } = (await termsOf(written)).get("liability") ?? {};
      expect(clauses.map((clause) => clause.text.replace(/\s+/g, " ").includes(words))).toEqual([true]);
    }
    const other = text.replace("neither shall be liable", "neither of them shall be responsible");
    expect((await termsOf(other)).get("liability")?.present).toBe(true);
    const without = text.replace("neither shall be liable for any loss that", "each shall bear what");
    expect((await termsOf(without)).get("liability")?.present).toBe(false);
  });

  it("begins the parties behind a table of contents that a scan glues to them", async () => {
    for (const leader of [
      ".........ccccveeeeressseracnnaas",
      "......cveue. 3",
      "..........c.c... 3",
      ".............. 3",
    ]) {
      const text = `OFFICE LEASE\n\nARTICLE VI. DEFAULT ......... 2\nARTICLE VII. GENERAL ${leader}\nTHIS LEASE is made by and between CEDAR POINT HOLDINGS, L.P., a partnership ("Landlord"),\nand WREN PUMPS, INC., a corporation ("Tenant").\n\n1. Term. The term of this Lease shall be seven (7) years.`;
      const parties = (await termsOf(text)).get("parties");
      expect(parties?.text, leader).toMatch(/^THIS LEASE is made.*\("Tenant"\)\.$/s);
    }
  });

  it("takes no entry of a table of contents for a clause", async () => {
    for (const name of ["contract-003", "contract-005"]) {
      const { text } = labelledContract(name);
      const body = text.search(/THIS LEASE is|This Software License Agreement/);
      for (const { clauses } of (await termsOf(text)).values()) {
        for (const { start } of clauses) expect(start).toBeGreaterThanOrEqual(body);
      }
    }
  });

  it("does not trust a heading that its text does not bear out", async () => {
    const terms = await termsOf(
      `This Agreement is made between Ada Ltd and Bob Ltd. The parties agree as follows.\n\n1. Indemnity. The parties shall meet each spring at the office of Ada Ltd to review the plan and shall keep minutes.\n\n2. Meetings. Ada Ltd shall indemnify and hold harmless Bob Ltd from and against all third-party claims.`,
    );
    expect(terms.get("indemnity")?.clauses.map(({ number }) => number)).toEqual(["2"]);
  });

  it("lists several clauses of a kind, the clearest as the entry itself", async () => {
    const indemnity = (
      await termsOf(
        labelledContract("contract-005").text.replace(
          "8.1 No waiver",
          "8.0 Licensee shall indemnify and hold harmless Licensor against claims arising from misuse of the Software.\n8.1 No waiver",
        ),
      )
    ).get("indemnity");
    expect(indemnity?.clauses).toHaveLength(2);
    const best = Math.max(...(indemnity?.clauses ?? []).map(({ score }) => score));
    expect(indemnity?.clauses.find(({ score }) => score === best)?.start).toBe(indemnity?.start);
  });

  it("finds nothing in texts that are no contracts", async () => {
    await using context = createTestContext();
    for (const name of ["news-article", "court-report"]) {
      const { terms, is_contract, notes } = await findContractTerms({ text: labelledContract(name).text }, context);
      expect(terms.every(({ present }) => !present)).toBe(true);
      expect(is_contract).toBe(false);
      expect(notes).toHaveLength(1);
    }
  });

  it("[TOOL-3] takes an earlier result that has a text, and refuses an empty one", async () => {
    await using context = createTestContext();
    const { text } = labelledContract("contract-010");
    const given = await findContractTerms({ text }, context);
    expect(await findContractTerms({ text: { text } }, context)).toEqual(given);
    await expect(findContractTerms({ text: " \n" }, context)).rejects.toThrow("received an empty text");
  });

  it("reads hostile texts in time that grows with their length", async () => {
    const hostile = [
      "a",
      " \n",
      "-",
      "((",
      '"A" and ',
      "1. A\n",
      "Section 1.1 Payment\n",
      "this agreement between ",
      "shall pay fees ",
      "terminate this ",
      "laws of New York and ",
    ];
    await using context = createTestContext();
    for (const unit of hostile) {
      const text = `${unit.repeat(Math.ceil(150_000 / unit.length))} this agreement, the parties`;
      const began = performance.now();
      await findContractTerms({ text }, context);
      expect(performance.now() - began, unit).toBeLessThan(4_000);
    }
  });

  it("[TOOL-8] stops on abort", async () => {
    await using context = createTestContext();
    const text = "This Agreement is made between A Ltd and B Ltd. Either party may terminate this Agreement.\n".repeat(
      8_000,
    );
    const running = findContractTerms({ text }, context);
    context.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
  });
});
