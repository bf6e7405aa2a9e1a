/** What a person who reads the contract finds in it. */
export type ExpectedFacts = {
  readonly type: string;
  readonly scannedPages: number;
  readonly parties: readonly [string, string];
  /** Words that stand in the clause of each kind; a kind that is not named here has no clause. */
  readonly clauses: { readonly [kind: string]: string };
  readonly law: string;
  readonly risk: "low" | "medium" | "high";
  /** Risks that must be told, with the kind of the clause that they come from. */
  readonly factors: { readonly [factor: string]: string };
};

export const expectedFacts: { readonly [contract: string]: ExpectedFacts } = {
  // Managed network services
  contract_001: {
    type: "service",
    scannedPages: 0,
    parties: ["Halvorsen Grid Services, Inc.", "Orchard Valley Medical Group LLC"],
    clauses: {
      parties: "Wisconsin limited liability company",
      term: "initial term of three (3) years",
      payment: "fixed fee of $18,400 per month",
      termination: "fails to cure it within thirty (30) days",
      liability: "indirect, incidental or consequential damages",
      confidentiality: "shall keep confidential all non-public information",
      governing_law: "laws of the State of Minnesota",
      renewal: "automatically renew for successive periods of one (1) year",
      indemnity: "indemnify, defend and hold harmless Client",
    },
    law: "Minnesota",
    risk: "high",
    factors: {
      uncapped_liability: "liability",
      automatic_renewal_long_notice: "renewal",
      one_sided_indemnity: "indemnity",
      high_late_interest: "payment",
    },
  },
  // Mutual confidentiality
  contract_002: {
    type: "nda",
    scannedPages: 0,
    parties: ["Tessel Optics Limited", "Brandt & Söhne Feinmechanik GmbH"],
    clauses: {
      parties: "a company registered in Scotland",
      term: "remains in force for three years",
      liability: "neither shall be liable for any loss",
      confidentiality: "shall hold the Confidential Information in strict confidence",
      governing_law: "governed by the law of Scotland",
    },
    law: "Scotland",
    risk: "low",
    factors: {},
  },
  // Office lease, scanned
  contract_003: {
    type: "lease",
    scannedPages: 3,
    parties: ["CEDAR POINT HOLDINGS, L.P.", "PIKE & WREN ARCHITECTS, P.C."],
    clauses: {
      parties: "an Oregon limited partnership",
      term: "shall be seven (7) years",
      payment: "base rent of $14,725 per month",
      termination: "Landlord may terminate this Lease",
      liability: "limited to its interest in the building",
      governing_law: "governed by the laws of the State of Oregon",
      renewal: "one option to extend the term",
      indemnity: "indemnify, defend and hold Landlord harmless",
    },
    law: "Oregon",
    risk: "medium",
    factors: { one_sided_indemnity: "indemnity", high_late_interest: "payment" },
  },
};
