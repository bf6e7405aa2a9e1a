import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { labelledContract, labelledContracts } from "#testing-fixtures/contracts/labelled-contracts.ts";
import { classifyContractType } from "./classify-contract-type.ts";

describe("classify_contract_type", () => {
  it("tells the kind of every contract, also of those by which no cue was chosen", async () => {
    await using context = createTestContext();
    for (const { name, text, type } of labelledContracts()) {
      expect((await classifyContractType({ text }, context)).type, name).toBe(type);
    }
  });

  it("goes by the words where there is no title", async () => {
    await using context = createTestContext();
    const untitled: readonly (readonly [string, string])[] = [
      ["contract-003", "OFFICE LEASE\n"],
      ["contract-007", "TERM LOAN AGREEMENT\n"],
      ["contract-005", "SOFTWARE LICENSE AGREEMENT\n"],
    ];
    for (const [name, title] of untitled) {
      const { text, type } = labelledContract(name);
      const result = await classifyContractType({ text: text.replace(title, "") }, context);
      expect(result.type, name).toBe(type);
    }
  });

  it("shows what speaks for the kind, where it stands", async () => {
    await using context = createTestContext();
    const { text } = labelledContract("contract-003");
    const { evidence, confidence, alternatives } = await classifyContractType({ text }, context);
    expect(confidence).toBeGreaterThan(0.6);
    expect(evidence[0]?.cue).toBe("title");
    for (const { start, end, text: words } of evidence) expect(text.slice(start, end)).toBe(words);
    for (const alternative of alternatives) expect(alternative.confidence).toBeLessThan(confidence);
  });

  it("calls a text about contracts no contract, and an unknown kind other", async () => {
    await using context = createTestContext();
    const news = await classifyContractType({ text: labelledContract("news-article").text }, context);
    expect(news).toMatchObject({ type: "other", is_contract: false, evidence: [], alternatives: [] });
    const oath =
      "This deed witnesses that the parties hereby forgive each other, and neither party shall speak of it again.";
    const unknown = await classifyContractType({ text: oath }, context);
    expect(unknown).toMatchObject({ type: "other", is_contract: true });
  });

  it("refuses an empty text", async () => {
    await using context = createTestContext();
    await expect(classifyContractType({ text: "" }, context)).rejects.toThrow("received an empty text");
  });
});
