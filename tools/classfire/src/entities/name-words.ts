const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words without a meaning of their own: none begins or ends a name. */
export const functionWords: ReadonlySet<string> = words(
  `a an the this that these those such each every any all both either neither no not none some many most more much few several other another same own
  i you he she it we they me him her us them my your his its our their who whom whose which what when where why how
  and or but nor so yet for if then than as because while although though unless until since whether whereas
  of in on at by to from with without within into onto upon over under about above below between among through during before after against toward towards across along around behind beside besides beyond despite except inside outside near off out up down per via
  is are was were be been being am do does did has have had will would shall should can could may might must
  here there now today yesterday tomorrow also however therefore moreover thus hereby herein hereof hereto hereunder thereof therein thereto witnesseth notwithstanding
  please let dear re subject attention attn mr mrs ms dr one two three four five six seven eight nine ten first second third last next new`,
);

/** Legal forms of companies: whatever capitals stand before them is a company. */
export const legalForms: ReadonlySet<string> = words(
  `inc inc. corp corp. corporation incorporated llc l.l.c l.l.c. ltd ltd. limited gmbh plc llp l.l.p. lllp l.l.l.p. pllc p.l.l.c p.l.l.c. p.c p.c. lp l.p l.p. n.v n.v. b.v b.v. s.a s.a. s.a.s s.a.s. s.p.a s.p.a. s.r.l s.r.l. srl kgaa ohg sarl sas oyj asa aps pty pvt bhd n.a n.a. company co co. bros. bancorp bancshares`,
);
/** Legal forms that are other words too, unless written in capitals. */
export const capitalForms: ReadonlySet<string> = words("AG SE SA AB KG NV BV LP AS OY Oy SpA");
/** Forms of a firm that are another thing more often: only an "&" or a comma in the name makes a firm of them. */
export const rareForms: ReadonlySet<string> = words("PC");

/** Words that end or begin the name of an institution, whatever stands with them. */
export const strongHeads: ReadonlySet<string> = words(
  `university ministry association institute foundation federation airlines airways bureau commission organization organisation society league college hospital congress senate parliament holdings partners motors pharmaceuticals laboratories industries technologies enterprises bancorp ventures academy museum consortium confederation chamber`,
);
/** The same, where what stands before is a name or a place, not just another word: no "Receiving Party", no "Audit Committee". */
export const weakHeads: ReadonlySet<string> = words(
  `bank group fund trust party union club systems school court council agency authority board committee office department press times post news journal army police navy insurance capital securities software solutions services energy electric steel oil gas airport stores foods brewing bros partnership associates cabinet administration service exchange church mission center centre networks communications international telecom media entertainment records radio television chronicle herald gazette tribune survey treasury laboratory rovers wanderers albion rangers athletic fc f.c.`,
);
/** The last words of armed forces and the like, and the words that must stand before them: "Air Force", no "Sales Force". */
export const forceHeads: ReadonlySet<string> = words("force forces corps guard");
export const forceKinds: ReadonlySet<string> = words(
  "air space armed police defence defense self-defence self-defense marine coast national army special peace presidential",
);
/** What the names of public bodies begin with: "National Weather Service", "Federal Aviation Administration". */
export const publicStarts: ReadonlySet<string> = words("national federal royal");
/** What "of" and more may follow: Ministry of Foreign Affairs, Bank of America. */
export const ofHeads: ReadonlySet<string> = words(
  "university ministry department bank court bureau office institute board council house college school church academy federation association organization organisation society chamber league republic-party confederation corps",
);

/** Words before a person's name that do not belong to it. */
export const honorifics: ReadonlySet<string> = words(
  "mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir lord lady rev rev. reverend hon hon. judge justice president chancellor senator sen sen. rep rep. gov gov. governor mayor minister general gen gen. colonel col col. captain capt capt. lieutenant lt lt. sergeant sgt sgt. maj maj. major admiral king queen prince princess pope father sister brother coach attorney counsel premier secretary ambassador chairman chairwoman chairperson ceo cfo cto coo dame esq madame monsieur herr frau señor",
);

/** What a place's name ends in, and begins with. */
export const placeEnds: ReadonlySet<string> = words(
  "county city river lake island islands mountain mountains valley bay beach street avenue boulevard road lane square bridge peninsula province district region territory desert ocean sea strait canyon hills heights springs falls harbor harbour park township village coast canal forest gulf",
);
export const placeStarts: ReadonlySet<string> = words(
  "lake mount mt mt. st st. saint san santa new north south east west northern southern eastern western central upper lower fort port cape los las el la puerto rio cape",
);

/** Small words inside the names of people: Ludwig van Beethoven, Osama bin Laden. */
export const particles: ReadonlySet<string> = words(
  "de da di del della der den van von bin ibn al el la le dos du ter zu af",
);

/** Verbs whose subject is a person, mostly. */
export const speechVerbs: ReadonlySet<string> = words(
  "said says told asked added replied wrote explained argued announced declared insisted claimed denied recalled admitted warned noted met resigned born married died won scored beat beats defeated lost bowled hit played",
);

/** Verbs whose subject is a company or an authority as often as a person. */
export const companyVerbs: ReadonlySet<string> = words(
  "said says told announced announces reported reports warned declared denied confirmed launched launches acquired unveiled plans bought hired filed issued released estimates forecasts",
);

export const monthsAndDays: ReadonlySet<string> = words(
  "january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun",
);

/** Adjectives of nations and faiths: capitals, but neither places nor organisations. */
export const demonyms: RegExp =
  /^(?:american|british|english|french|german|italian|spanish|portuguese|dutch|belgian|swiss|austrian|swedish|norwegian|danish|finnish|russian|polish|czech|slovak|hungarian|romanian|bulgarian|greek|turkish|israeli|palestinian|arab|iraqi|iranian|saudi|egyptian|indian|pakistani|chinese|japanese|korean|vietnamese|thai|indonesian|malaysian|australian|canadian|mexican|brazilian|argentine|african|european|asian|irish|scottish|welsh|ukrainian|serbian|croatian|bosnian|muslim|islamic|christian|catholic|protestant|jewish|buddhist|hindu|western|communist|latin|roman|serb|moslem|kurdish|chechen|cuban|colombian|chilean|peruvian|syrian|lebanese|jordanian|kuwaiti|libyan|algerian|moroccan|nigerian|kenyan|ethiopian|afghan|filipino)s?$/;
