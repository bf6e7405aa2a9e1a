import { type ClauseCues, contract, cue } from "./cue.ts";

const period = "(?:year|month|week|day|annum|calendar)";

/** The cues of how long a contract runs, what is paid, and how it ends. Patterns read single spaces and straight quotes. */
export const courseCues: Readonly<Record<"term" | "payment" | "termination" | "renewal", ClauseCues>> = {
  term: {
    headings:
      /\b(?:term(?! sheet)|duration|commencement|effective (?:date|period)|initial period|period of|length of)\b/i,
    otherHeadings:
      /\bterms? (?:and conditions|defined|of (?:payment|sale|purchase|use|reference))\b|\b(?:payment|credit|delivery|defined|key|financial|general|other|shipping) terms?\b|\bterm (?:loans?|notes?|facility)\b/i,
    cues: [
      cue(
        4,
        new RegExp(
          `\\b(?:term|duration) of (?:this|the|your|his|her|executive's|employee's)(?: \\w+){0,3}? (?:${contract}|venture|services?)\\b[^.;]{0,60}?(?:shall|will|is|begins?|commences?|starts?|to be|"\\)|\\()`,
          "gi",
        ),
      ),
      cue(
        4,
        /"(?:(?:initial |contract |agreement |lease |service |employment |licen[cs]e |subscription |distribution )?term|(?:contract|agreement|service|cooperation|employment|initial|distribution) period|expiration date|expiry date)" (?:shall |will )?means?\b[^.;]{0,80}/gi,
      ),
      cue(
        3,
        /\b(?:agreement|contract|venture|promotion|lease|licen[cs]e|undertaking)\b[^.;]{0,40}\b(?:is valid|comes? into force|enters? into force|shall expire|(?:shall|will) (?:begin|commence)|becomes? effective|(?:shall|will) become effective)\b/gi,
      ),
      cue(2, /\bcontinu(?:e|ing)\b[^.;]{0,40}\b(?:until|through|indefinitely|for (?:a|as long))\b/gi),
      cue(
        3,
        new RegExp(
          `\\bthis (?:\\w+ ){0,3}${contract} (?:\\([^)]{0,40}\\) )?(?:shall |will |is |has |and [^.;]{0,40})?(?:be |become |enter |come |remain |stay |continue |take |takes? |commence|begin|start|last)[^.;]{0,80}?(?:effect|force|for (?:a|an)|until|on|upon|as of|period)`,
          "gi",
        ),
      ),
      cue(
        4,
        /\b(?:the|its|initial|lease|employment|original|subscription|licen[cs]e|loan)\s(?:\w+\s)?term (?:of (?:this|the)[^.;]{0,40} )?(?:\([^)]{0,40}\) )?(?:hereof )?(?:shall|will|is|begins?|commences?|starts?)[^.;]{0,60}(?:be|commence|begin|start|for|on|end|expire|from|extend)/gi,
      ),
      cue(
        2,
        new RegExp(
          `\\bfor (?:a|an|the) (?:initial |fixed |primary |minimum )?(?:period|term|duration) of [^.;]{0,40}?${period}s?\\b`,
          "gi",
        ),
      ),
      cue(2, /\bunless (?:it is |otherwise )?(?:sooner|earlier|previously)? ?(?:terminated|cancel+ed)\b/gi),
      cue(
        2,
        new RegExp(
          `\\b(?:this|the) ${contract}[^.;]{0,60}\\b(?:shall|will) (?:expire|terminate|end) (?:on|upon|at|\\w+ (?:years?|months?))`,
          "gi",
        ),
      ),
      cue(
        2,
        /\b(?:remain|continue|be|stay)s?\b[^.;]{0,30}\bin (?:full )?(?:force|effect)[^.;]{0,40}\b(?:until|for|through|from|so long)\b/gi,
      ),
      cue(1, /\binitial term\b/gi),
      cue(1, /\b(?:commenc|beginn|start)ing (?:on|with|from|as of)\b/gi),
      cue(1, /\b(?:expir(?:e|es|ation)|ending) (?:on|date|at)\b/gi),
      cue(1, /\beffective (?:date|as of|on|upon)\b/gi),
    ],
  },
  payment: {
    headings:
      /\b(?:payments?|fees?|compensation|prices?|pricing|rent|rental|salary|considerations?|invoic\w+|royalt\w+|remuneration|interest(?! rate hedg)|billing|charges|rates?|repayment|commissions?|cost|bonus|principal|deposit|purchase price|financial terms|expenses)\b/i,
    otherHeadings:
      /\b(?:interest in|conflicts? of interest|ownership interest|rate limits|consideration of|no (?:other )?(?:fees|payment)|attorney'?s?'? fees|legal (?:fees|costs)|period|rate determination)\b|\bsale and purchase\b/i,
    cues: [
      cue(
        3,
        /\b(?:shall|will|must|agrees? to|hereby) (?:promptly |also |each |timely |be obligated to |be required to )?(?:pay|compensate|remit|repay|reimburse)\b[^.;]{0,100}?(?:fees?|rent|rental|salary|wage|sums?|prices?|royalt|compensation|commission|amounts?|principal|interest|deposit|instal+ments?|invoices?|[$€£]|USD|dollars|per cent|percent|%)/gi,
      ),
      cue(
        3,
        /\b(?:pay(?:able|ment)?|paid|due|invoices?)\b[^.;]{0,80}\bwithin (?:\w+ )?\(?\d{1,3}\)?(?: \w+)? days\b/gi,
      ),
      cue(
        3,
        /\b(?:annual |monthly |hourly )?(?:base )?(?:salary|rent|fee|purchase price|price|royalty|compensation|commission) (?:of|is|shall be|will be|equal to|at the rate of|in the amount of)[^.;]{0,40}(?:[$€£]|USD|\d)/gi,
      ),
      cue(
        2,
        /\bin consideration (?:of|for) (?:the )?(?:services|work|performance|rights|licen[cs]e)[^.;]{0,80}\b(?:pay|receive|fee)/gi,
      ),
      cue(
        2,
        /\b(?:shall|will) (?:be entitled to )?(?:receive|be paid|be compensated|earn)\b[^.;]{0,60}(?:salary|fee|royalt|commission|compensation|[$€£]|%)/gi,
      ),
      cue(
        2,
        /\binterest (?:shall accrue |accrues |will accrue |thereon |on [^.;]{0,40})?at (?:a|the|an) (?:\w+ ){0,3}rate\b/gi,
      ),
      cue(
        3,
        /\b\d{1,2}(?:\.\d+)?\)? ?(?:%|percent|per cent)\)? of (?:the |all |its |such )?(?:\w+ )?(?:sales|revenues?|profits?|proceeds|receipts|income|fees)\b/gi,
      ),
      cue(
        3,
        /\b(?:profits?|revenues?|losses)\b[^.;]{0,60}\b(?:be|are) (?:shared|divided|split|allocated|distributed)\b/gi,
      ),
      cue(2, /\binvoices? (?:shall|will|are|is|must|submitted|for)\b|\b(?:shall|will) invoice\b/gi),
      cue(2, /\bdue and payable\b/gi),
      cue(1, /\bpay(?:able|ments?)\b/gi),
      cue(1, /[$€£] ?\d|\bU\.?S\.? ?\$|\bdollars\b/gi),
      cue(
        -3,
        /\b(?:fail(?:s|ed|ure|ing)?|refus(?:es?|al)|default)\b[^.;]{0,20}\b(?:to (?:make )?(?:any )?pay|in (?:the )?payment)/gi,
      ),
      cue(-1, /\bindemnif(?:y|ied|ication)|\bdamages\b|\binsurance\b/gi),
      cue(1, /\b(?:fees?|royalt(?:y|ies)|base salary|rent|purchase price|commissions?)\b/gi),
    ],
  },
  termination: {
    headings:
      /\b(?:terminat\w+|cancel\w+|events? of default|defaults?(?: and remedies)?|resignation|severance|dissolution)\b/i,
    otherHeadings: /\bdefault (?:rate|interest)\b/i,
    cues: [
      cue(
        4,
        new RegExp(
          `\\b(?:may|shall have the right|has the right|have the right|right|entitled|option|elect|can|is free|ability|free to)\\b[^.;]{0,100}?\\bterminat(?:e|ing|ion of) (?:[^.;]{0,40}\\b)?(?:this|the|such|your|executive's|employee's|his|her|its|any|all|obligations|immediately|employment|tenancy|licen[cs]e|${contract.slice(3, -1)})`,
          "gi",
        ),
      ),
      cue(
        4,
        /\b(?:may|shall|can|will) (?:also |earlier |only |not )?be (?:immediately |earlier )?(?:terminated|cancel+ed)\b[^.;]{0,80}\b(?:by|at any|upon|without|with|if|for|in the event|immediately)\b/gi,
      ),
      cue(
        3,
        /\b(?:shall|will) (?:automatically |immediately )?terminate\b[^.;]{0,60}\b(?:upon|if|in the event|immediately|automatically|on the (?:death|date)|when)\b/gi,
      ),
      cue(2, /\bevents? of default\b/gi),
      cue(2, /\bcancel (?:this|the)\b/gi),
      cue(
        2,
        /\b(?:upon|following|after|in the event of|on) (?:any |the |such )?(?:expiration or |expiry or )?termination\b/gi,
      ),
      cue(1, /\b(?:without|for|with or without) (?:any )?(?:cause|reason|good reason|convenience)\b/gi),
      cue(1, /\bmaterial(?:ly)? (?:breach|default)/gi),
      cue(1, /\b(?:cured?|remed(?:y|ied))\b/gi),
      cue(1, /\bdays'? (?:prior |advance )?(?:written )?notice\b/gi),
      cue(1, /\b(?:insolven|bankrupt)/gi),
    ],
  },
  renewal: {
    headings: /\b(?:renew\w*|extensions?|extended term|extend|options? to (?:renew|extend)|holding over|rollover)\b/i,
    otherHeadings: /\bextensions? of (?:time|credit|payment|letters?)\b|\bcredit extension/i,
    cues: [
      cue(
        3,
        /\b(?:agreement|lease|term|contract|licen[cs]e|venture|employment|franchise|appointment|hereof|it)\b[^.;]{0,80}\b(?:shall|will|may|can|be|is|thereafter|automatically|to)\b[^.;]{0,40}?\b(?:renew(?:ed|s|able)?|extend(?:ed|able))\b/gi,
      ),
      cue(
        3,
        /\b(?:renew|extend)(?:ed|s|ing)?\b(?: \w+){0,6}? (?:additional|successive|further|subsequent|consecutive|another|yearly|annual|year|month)/gi,
      ),
      cue(
        3,
        /\b(?:auto-?matic(?:ally)?|tacitly|perpetually) (?:be )?(?:renew|extend|roll|continue)|\brenewed (?:automatically|tacitly)/gi,
      ),
      cue(
        3,
        /\b(?:option|right|elect|wish(?:es)?|choose) (?:to|of) (?:further )?(?:renew|extend)(?:ing)?\b[^.;]{0,40}\b(?:agreement|lease|term|contract|licen[cs]e|franchise|for|this|employment)\b/gi,
      ),
      cue(
        3,
        /\b(?:renew|extend)(?:ing)? (?:this|the|its) (?:\w+ )?(?:agreement|lease|term|contract|licen[cs]e|franchise|employment)\b/gi,
      ),
      cue(3, /\b(?:year[- ]to[- ]year|month[- ]to[- ]month),? (?:basis|tenancy|thereafter|until|unless)/gi),
      cue(
        2,
        /\b(?:successive|additional|subsequent|consecutive|further|renewal|extension|extended|option) (?:\w+ )?(?:\(\d+\) )?(?:\w+[- ])?(?:terms?|periods?)\b/gi,
      ),
      cue(
        2,
        /\b(?:not to renew|non-?renewal|intention to (?:renew|extend)|notice of (?:renewal|non)|renewal terms?)\b/gi,
      ),
      cue(1, /\brenew(?:al|ed|s)?\b/gi),
      cue(
        1,
        /\b(?:prior to|before) (?:the )?(?:expiration|expiry|end) of (?:the|such|any|each|its)\b[^.;]{0,30}\bterm\b/gi,
      ),
      cue(-3, /\bforce majeure\b|\bbeyond (?:its|the|their|such|his)(?: \w+){0,3} control\b/gi),
      cue(
        -3,
        /\bnon-?renewal or\b|\b(?:insurance|polic(?:y|ies))\b[^.;]{0,60}\bnon-?renewal|\bnon-?renewal\b[^.;]{0,60}\b(?:insurance|polic)/gi,
      ),
      cue(-2, /\btime (?:for|of) (?:\w+ )?(?:performance|payment|compliance|delivery)\b|\bindebtedness\b/gi),
    ],
  },
};
