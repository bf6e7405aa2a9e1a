/** The kinds of contract that are told apart. */
export const contractTypes = [
  "nda",
  "employment",
  "lease",
  "service",
  "software_licence",
  "ip_licence",
  "sale",
  "loan",
  "consulting",
  "distribution",
  "partnership",
  "insurance",
] as const;

export type ContractType = (typeof contractTypes)[number];

/** What a kind of contract is known by: what its title says, and the words it is full of. */
export type TypeCues = {
  readonly title: RegExp;
  /** Words with how much they tell; each counts by how often it stands in a thousand words, up to its full weight. */
  readonly words: readonly (readonly [weight: number, pattern: RegExp])[];
};

const agreement =
  "(?:agreement|contract|deed|letter|terms|memorandum|undertaking|addendum|amendment|order|statement|form)";
const titled = (kind: string): RegExp =>
  new RegExp(`\\b(?:${kind})(?:[ ,/&-]{1,3}[\\w']{1,24}){0,5}?[ ,/&-]{1,3}${agreement}\\b`, "gi");

/** The cues of each kind of contract. */
export const typeCues: Readonly<Record<ContractType, TypeCues>> = {
  nda: {
    title:
      /\b(?:(?:non[- ]?disclosure|confidentiality|secrecy|nda|confidential disclosure|confidential information)(?: (?:and|or|&)(?: [\w-]+){1,4})? (?:agreement|undertaking|deed|letter)|(?:mutual|unilateral) nda|mnda|non[- ]?disclosure)\b/gi,
    words: [
      [3, /\b(?:receiving|disclosing) party\b|\bdiscloser\b/gi],
      [3, /\b(?:confidential|proprietary|evaluation) information\b/gi],
      [1, /\b(?:disclos(?:e|ed|ure)|divulge)\b/gi],
    ],
  },
  employment: {
    title:
      /\b(?:employment|offer of employment|executive|severance|change (?:of|in) control(?: severance)?|at-will employment|employee)\b(?: [\w-]+){0,3}? (?:agreement|contract|letter|terms)\b|\boffer letter\b|\bcontract of employment\b/gi,
    words: [
      [3, /\b(?:executive|employee)(?:'s)?\b/gi],
      [2, /\b(?:base )?salary\b|\bannual bonus\b|\bseverance\b|\bvacation\b/gi],
      [2, /\bemployment\b|\bemployer\b/gi],
      [2, /\byour (?:employment|salary|position|duties|compensation)\b/gi],
      [1, /\b(?:good reason|for cause|without cause|board of directors|benefit plans?)\b/gi],
    ],
  },
  lease: {
    title:
      /\b(?:(?:sub)?lease|tenancy|rental)\b(?: [\w-]+){0,3}? (?:agreement|contract|deed|indenture)\b|\b(?:agreement|deed|contract) of (?:sub)?lease\b|\b(?:office|commercial|residential|industrial|ground|retail|standard|net|gross) lease\b|\bthis (?:sub)?lease\b/gi,
    words: [
      [3, /\b(?:landlord|tenant|lessor|lessee)(?:'s)?\b/gi],
      [3, /\b(?:the |demised |leased )premises\b/gi],
      [2, /\b(?:base |additional |monthly |annual )?rent\b|\bsecurity deposit\b|\brentable\b/gi],
    ],
  },
  service: {
    title: titled(
      "services?|master services?|professional services|maintenance|support|hosting|outsourcing|managed services|transportation|administrati(?:on|ve)(?: services)?|statement of work|service level|cleaning|freelance|subcontract|(?:sub-?)?contractor|construction|engineering|transfer agency|servicing|management|advertising|marketing|agency",
    ),
    words: [
      [2, /\bservices\b/gi],
      [2, /\bservice provider\b|\bservice levels?\b|\bstatements? of work\b|\bwork orders?\b/gi],
      [1, /\b(?:client|customer|contractor|provider)\b/gi],
      [1, /\bdeliverables\b|\bhosting\b|\bmaintenance\b|\bpersonnel\b/gi],
    ],
  },
  software_licence: {
    title:
      /\b(?:(?:software|source code|technology|end[- ]user|saas|object code|subscription|cloud)(?: [\w-]+){0,4}? (?:licen[cs]e|licensing|subscription|services?)(?: [\w-]+){0,3}? (?:agreement|contract|terms)|end[- ]user licen[cs]e|eula|software as a service|software licen[cs]e)\b/gi,
    words: [
      [3, /\b(?:licensed )?software\b/gi],
      [2, /\b(?:source|object) code\b|\blicensed (?:program|product|material)s?\b/gi],
      [2, /\blicens(?:or|ee)\b/gi],
      [1, /\b(?:documentation|updates|install(?:ed|ation)?|users?|support)\b/gi],
    ],
  },
  ip_licence: {
    title:
      /\b(?:(?:trademark|trade ?mark|patent|content|brand|copyright|intellectual property|music|technology|know-how|exclusive|cross|character|merchandis\w+)(?: [\w-]+){0,3}? (?:licen[cs]e|licensing)(?: [\w-]+){0,3}? agreement|(?<!software )licen[cs](?:e|ing) agreement)\b/gi,
    words: [
      [3, /\blicens(?:or|ee)(?:'s)?\b/gi],
      [2, /\b(?:licensed )?(?:trade ?marks?|patents?|marks|works|content|know-how|technology)\b/gi],
      [2, /\broyalt(?:y|ies)\b|\bsublicen[cs]e\w*/gi],
      [1, /\bterritory\b|\bfield of use\b/gi],
    ],
  },
  sale: {
    title:
      /\b(?:(?:sales?|purchase|supply|sale and purchase|purchase and sale|asset purchase|stock purchase|share purchase|manufactur\w+|equipment purchase|procurement|merger)(?: [\w-]+){0,4}? (?:agreement|contract|order)|bill of sale|contract (?:for|of) (?:the )?(?:sale|purchase)|agreement (?:for|of) (?:the )?(?:sale|purchase)|purchase order|agreement and plan of merger)\b/gi,
    words: [
      [3, /\b(?:seller|buyer|purchaser|vendor)(?:'s)?\b/gi],
      [2, /\b(?:purchase price|closing date|the closing|bill of sale|title to|risk of loss)\b/gi],
      [2, /\b(?:the )?(?:products?|goods|shares|assets)\b|\bsupplier\b|\bmanufactur\w+\b/gi],
      [1, /\b(?:deliver(?:y|ed)|shipment|purchase orders?|specifications|inspection)\b/gi],
    ],
  },
  loan: {
    title:
      /\b(?:(?:loan|credit|term loan|revolving|facility|promissory|security|note purchase|financing|mortgage|guarant(?:y|ee)|reimbursement)(?: [\w-]+){0,4}? (?:agreement|contract|note|facility)|promissory note|deed of trust)\b/gi,
    words: [
      [3, /\b(?:borrowers?|lenders?|administrative agent|obligors?)(?:'s)?\b/gi],
      [2, /\b(?:the |term |revolving )?(?:loans?|advances|principal amount|principal)\b|\bmaturity date\b/gi],
      [2, /\b(?:interest rate|rate of interest|event of default|prepay\w*|collateral|indebtedness)\b/gi],
    ],
  },
  consulting: {
    title:
      /\b(?:consult(?:ing|ancy|ant|ants)(?:'s)?|independent contractor|advisory)\b(?: [\w-]+){0,3}? (?:agreement|contract|letter)\b/gi,
    words: [
      [4, /\bconsultant(?:'s)?\b|\bconsultancy\b|\badvisor(?:'s)?\b/gi],
      [2, /\bconsulting services\b|\bindependent contractor\b/gi],
      [1, /\bservices\b/gi],
    ],
  },
  distribution: {
    title:
      /\b(?:distribut(?:or|ion|orship)|resell(?:er|ing)|dealer(?:ship)?|remarket\w*|value[- ]added reseller|var|sales representative|sales agency|franchise|affiliate|referral)\b(?: [\w-]+){0,4}? (?:agreement|contract)\b/gi,
    words: [
      [4, /\b(?:distributor|reseller|dealer|franchisee|sales representative)(?:'s|s)?\b/gi],
      [2, /\b(?:the )?territory\b|\bexclusive\b|\bend[- ]users?\b/gi],
      [2, /\b(?:resale|resell|distribut(?:e|ion|ing)|promote|price list)\b/gi],
      [1, /\b(?:products?)\b/gi],
    ],
  },
  partnership: {
    title:
      /\b(?:(?:joint venture|joint filing|partnership|limited partnership|general partnership|strategic alliance|collaboration|co-?operation|consortium|shareholders'?|operating|limited liability company|alliance|teaming|co-development|joint development|joint marketing)(?: [\w-]+){0,4}? agreement|(?:articles|agreement) of (?:limited |general )?partnership|joint venture)\b/gi,
    words: [
      [
        4,
        /\b(?:joint venture|jv|venturers?|the (?:partnership|venture)|(?:general|limited) partners?|partners|members|collaboration|alliance)\b/gi,
      ],
      [
        2,
        /\b(?:capital contributions?|capital accounts?|profits and losses|managing partner|steering committee|joint (?:\w+ )?committee)\b/gi,
      ],
      [1, /\b(?:jointly|each party's|the parties shall)\b/gi],
    ],
  },
  insurance: {
    title:
      /\b(?:(?:re)?insurance|policy of insurance)\b(?: [\w-]+){0,3}? (?:policy|agreement|contract|certificate)\b|\bpolicy schedule\b/gi,
    words: [
      [3, /\b(?:the )?(?:insured|insurer|policyholder|reinsurer|cedant|ceding company)(?:'s)?\b/gi],
      [2, /\b(?:premiums?|sum insured|deductible|coverage|perils?|exclusions)\b/gi],
      [2, /\b(?:this )?policy\b|\bclaims?\b/gi],
    ],
  },
};
