import { type ClauseCues, cue } from "./cue.ts";

/** The cues of who answers for what, of secrets, and of the law. Patterns read single spaces and straight quotes. */
export const riskCues: Readonly<Record<"liability" | "confidentiality" | "governing_law" | "indemnity", ClauseCues>> = {
  liability: {
    headings:
      /\b(?:liabilit(?:y|ies)|limitations? (?:of|on) (?:damages|remed\w+)|consequential damages|damages|limited remed\w+|exclusive remed\w+|exculpation)\b/i,
    otherHeadings:
      /\b(?:liquidated damages|damages? (?:to|by|or destruction)|liability insurance|damage)\b|\binsurance\b|\bassum\w+ (?:of )?liabilit/i,
    cues: [
      cue(
        3,
        /\b(?:in no event|under no circumstances?|in no case|notwithstanding[^.;]{0,60}no event)\b[^.;]{0,140}?\b(?:liable|liabilit|responsible|recover)/gi,
      ),
      cue(
        3,
        /\b(?:neither|no (?:party|\w+)|neither (?:party|\w+)|neither of (?:the parties|them|us))(?: nor [^.;]{0,80}?)? (?:hereto )?(?:shall|will) (?:be (?:held )?(?:liable|responsible)|have any (?:liability|responsibility))\b/gi,
      ),
      cue(3, /\b(?:total|aggregate|maximum|cumulative|entire|overall|sole)\b[^.;]{0,40}\bliabilit(?:y|ies)\b/gi),
      cue(
        3,
        /\bliabilit(?:y|ies)\b[^.;]{0,160}?\b(?:be |is |are |hereby )?(?:limited to|(?:not |no event )(?:to )?exceed|capped|unlimited|be limited)\b/gi,
      ),
      cue(
        3,
        /\b(?:shall|will|is|are) not (?:be )?(?:held |otherwise )?(?:liable|responsible)\b[^.;]{0,120}\b(?:loss|damage|injur|delay|claim|error|cost|expense|fail)/gi,
      ),
      cue(
        3,
        /\b(?:shall|will) (?:have|incur|bear) no (?:liability|responsibility)\b|\bwithout (?:any )?limit(?:ation)? (?:of|on) liabilit/gi,
      ),
      cue(
        3,
        /\b(?:sole|exclusive)(?: and exclusive)? (?:right and )?remed(?:y|ies)\b|\b(?:claims?|loss(?:es)?|damages|recovery)[^.;]{0,60}\b(?:shall|will) be limited to\b/gi,
      ),
      cue(3, /\b(?:indirect|consequential|incidental|punitive|exemplary|special)\b[^.;]{0,60}\bdamages?\b/gi),
      cue(1, /\blo(?:st|ss of) (?:profits?|revenue|business|data|use|goodwill)\b/gi),
      cue(1, /\b(?:negligence|wil+ful (?:misconduct|default)|tort)\b/gi),
      cue(1, /\bliable\b|\bliabilit(?:y|ies)\b/gi),
      cue(-2, /\bforce majeure\b|\bbeyond (?:its|the|their|such|his)(?: \w+){0,3} control\b/gi),
    ],
  },
  confidentiality: {
    headings:
      /\b(?:confiden\w+|non[- ]?disclosure|nondisclosure|proprietary (?:information|data)|trade secrets?|secrecy|(?:non-?)?disclosure of (?:confidential |proprietary )?information|protection of information|company information)\b/i,
    cues: [
      cue(
        3,
        /\b(?:keep|hold|maintain|treat|preserve|retain|held|kept|safeguard|protect)\b[^.;]{0,120}?\b(?:confidential(?:ity)?|confidence|secre(?:t|cy))\b/gi,
      ),
      cue(
        3,
        /\b(?:shall|will|may|must|agrees? (?:to|that)?|covenants?) (?:\w+ ){0,6}?(?:not|never|neither)\b[^.;]{0,100}?\b(?:disclose|divulge|reveal|publish|use)\b[^.;]{0,120}?\b(?:confidential|proprietary|information|trade secrets?|terms of this)/gi,
      ),
      cue(
        3,
        /"?\b(?:confidential|proprietary|evaluation) information"?\)? (?:\([^)]{0,60}\) )?(?:means|shall mean|includes?|shall include|is defined|refers|consists|shall not include|does not include)\b/gi,
      ),
      cue(
        3,
        /\b(?:neither|no) party\b[^.;]{0,120}?\b(?:disclose|divulge|reveal|publish)\b[^.;]{0,120}?\b(?:confidential|secrets?|information)/gi,
      ),
      cue(2, /\b(?:receiving|disclosing) party\b|\brecipient\b[^.;]{0,60}\bdiscloser\b/gi),
      cue(2, /\bconfidential (?:or proprietary )?information\b/gi),
      cue(1, /\bpublic(?:ly)? (?:available|known|domain)\b/gi),
      cue(1, /\bneed[- ]to[- ]know\b/gi),
      cue(1, /\btrade secrets?\b|\bproprietary\b/gi),
      cue(1, /\b(?:return|destroy)\b[^.;]{0,60}\b(?:copies|information|materials|documents)\b/gi),
    ],
  },
  governing_law: {
    headings:
      /\b(?:governing (?:law|and)|applicable laws?|choice of (?:law|forum)|controlling law|law and|laws?|jurisdiction|venue|forum)\b/i,
    otherHeadings:
      /\b(?:compliance with|legal|change in|changes? of|environmental|securities|antitrust|export|labou?r|anti-?\w+|privacy|employment|data protection) (?:\w+ )?laws?\b|\bcompliance\b|\bviolation of laws?\b/i,
    cues: [
      cue(
        3,
        /\b(?:governed|construed|interpreted|enforced|determined|controlled|subject to interpretation)\b[^.;]{0,160}?\b(?:by|under|with|to)\b[^.;]{0,80}?\blaws?\b[^.;]{0,20}?\b(?:of|in (?:force|effect) in)\b (?!general|which|any|this|such)/gi,
      ),
      cue(3, /\b(?:resolved|applied|settled|decided)\b[^.;]{0,40}\bin accordance with the laws? of\b/gi),
      cue(3, /\bgoverned\b[^.;]{0,60}?\bby\b[^.;]{0,40}?\blaws?\b/gi),
      cue(
        3,
        /\b(?:substantive |internal |domestic )?laws? of (?:the )?[^.;]{2,80}?\b(?:(?:shall |will |to )?(?:govern|apply|control)s?\b|(?:shall|will) be applicable)/gi,
      ),
      cue(3, /\b(?:governing|applicable) law\b[^.;]{0,40}\b(?:is|shall be|will be|of)\b/gi),
      cue(3, /\b[A-Z][a-z]+(?: [A-Z][a-z]+)? law (?:shall|will|governs|applies)\b/g),
      cue(1, /\bconflicts?[- ]of[- ]laws?\b|\bchoice[- ]of[- ]laws?\b/gi),
      cue(1, /\b(?:exclusive|non-exclusive|personal) jurisdiction\b|\bjurisdiction (?:and venue|of the courts)\b/gi),
    ],
  },
  indemnity: {
    headings: /\b(?:indemni\w+|hold harmless|save harmless)\b/i,
    cues: [
      cue(3, /\b(?:shall|will|agrees? to|hereby|must|agrees?,)\b[^.;]{0,100}?\bindemnif(?:y|ies)\b/gi),
      cue(3, /\bindemnif(?:y|ies)\b[^.;]{0,80}\bharmless\b/gi),
      cue(3, /\b(?:defend|save|protect)[^.;]{0,40}\bhold\b[^.;]{0,40}\bharmless\b/gi),
      cue(2, /\bhold\b[^.;]{0,40}\bharmless\b/gi),
      cue(2, /\b(?:be|is|are) indemnified\b/gi),
      cue(1, /\bindemnif(?:ied|ying|ication)\b|\bindemnit(?:y|ies|ee|or)\b/gi),
      cue(1, /\bfrom and against\b/gi),
      cue(1, /\bthird[- ]party claims?\b|\battorneys'? fees\b/gi),
    ],
  },
};
