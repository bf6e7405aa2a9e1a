/** English words that say nothing of what a text is about. */
export const stopWords: ReadonlySet<string> = new Set(
  `a about above after again against all also am among an and any are aren as at be because been before being below
  between both but by can cannot could couldn did didn do does doesn doing don done down during each either else ever
  every few for from further had hadn has hasn have haven having he her here hers herself him himself his how however i
  if in into is isn it its itself just ll many may me might more most much must my myself neither no nor not now of off
  often on once one only or other our ours ourselves out over own per rather same shall she should shouldn since so some
  such than that the their theirs them themselves then there these they this those though through thus to too under
  until up upon us use used uses using very via was wasn we were weren what when where whether which while who whom whose
  why will with within without won would wouldn yes yet you your yours yourself yourselves`.split(/\s+/),
);
