import { describe, expect, it } from "vitest";
import { stem } from "./stem.ts";

describe("stem", () => {
  it("gives the stems of Porter's paper", () => {
    const known = {
      caresses: "caress",
      ponies: "poni",
      ties: "ti",
      cats: "cat",
      feed: "feed",
      agreed: "agre",
      plastered: "plaster",
      bled: "bled",
      motoring: "motor",
      sing: "sing",
      conflated: "conflat",
      troubled: "troubl",
      sized: "size",
      hopping: "hop",
      tanned: "tan",
      falling: "fall",
      hissing: "hiss",
      fizzed: "fizz",
      failing: "fail",
      filing: "file",
      happy: "happi",
      sky: "sky",
      relational: "relat",
      conditional: "condit",
      rational: "ration",
      valenci: "valenc",
      digitizer: "digit",
      vietnamization: "vietnam",
      operator: "oper",
      feudalism: "feudal",
      decisiveness: "decis",
      hopefulness: "hope",
      sensibiliti: "sensibl",
      triplicate: "triplic",
      formative: "form",
      formalize: "formal",
      electrical: "electr",
      goodness: "good",
      revival: "reviv",
      allowance: "allow",
      inference: "infer",
      airliner: "airlin",
      adjustable: "adjust",
      replacement: "replac",
      adoption: "adopt",
      communism: "commun",
      effective: "effect",
      probate: "probat",
      rate: "rate",
      cease: "ceas",
      controll: "control",
      roll: "roll",
    };
    expect(Object.fromEntries(Object.keys(known).map((word) => [word, stem(word)]))).toEqual(known);
  });

  it("brings the forms of a word together", () => {
    for (const words of [
      ["reference", "references", "referenced"],
      ["resolve", "resolved", "resolving"],
      ["library", "libraries"],
    ]) {
      expect(new Set(words.map(stem)).size, words[0]).toBeLessThanOrEqual(words[0] === "reference" ? 2 : 1);
    }
  });

  it("bears the shortest words and endings alone", () => {
    for (const word of ["", "a", "is", "ing", "eed", "sses", "yyyy", "ion", "y".repeat(64)])
      expect(typeof stem(word)).toBe("string");
  });
});
