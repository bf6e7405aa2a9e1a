/** English words that say nothing of what a text is about. */
export const stopWords: ReadonlySet<string> = new Set(
  `a about above across after again against all almost along already also although always am among an and another any
anybody anyone anything are aren around as at away back be became because become becomes been before behind being below
between both but by came can cannot come could did didn do does doesn doing don done down during each either else enough
even ever every everyone everything few first for from further gave get gets give given go goes going gone got had has
hasn have haven having he hence her here hers herself him himself his how however i if in indeed instead into is isn it
its itself just keep last least less let like likely ll made make makes many may maybe me might mine more most mostly
much must my myself near nearly need needs neither never next no nobody none nor not nothing now nowhere of off often on
once one ones only onto or other others otherwise our ours ourselves out over own per perhaps please put quite rather re
really same say says see seem seemed seems several shall she should since so some somebody someone something sometimes
still such take taken than that the their theirs them themselves then there therefore these they thing things this those
though through throughout thus to together too toward towards two under unless until up upon us use used uses using ve
very via want was wasn way we well went were what whatever when whenever where whether which while who whole whom whose
why will with within without would yet you your yours yourself yourselves`.split(/\s+/),
);
