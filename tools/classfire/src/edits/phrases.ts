import type { EditKind } from "./edit.ts";

/** What may stand shorter: a phrase in lower case, or several, what says the same, and of which kind it is. */
export type Phrase = { readonly phrase: string; readonly replacement: string; readonly kind: EditKind };

const of = (kind: EditKind, lines: string): readonly Phrase[] =>
  lines
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [phrases = "", replacement = ""] = line.split("->").map((part) => part.trim());
      return phrases.split("|").map((phrase) => ({ phrase: phrase.trim(), replacement, kind }));
    });

/** Phrases that add nothing; those with a comma only with it. */
const fillers = of(
  "filler",
  `it is important to note that | it should be noted that | it is worth noting that | it is worth mentioning that | it must be remembered that ->
  please note that | note that it is the case that | it is interesting to note that | it goes without saying that ->
  needless to say, | as a matter of fact, | the fact of the matter is that | at the end of the day, | for all intents and purposes, ->
  basically, | in actual fact, | quite frankly, | to be honest, | all things considered, ->
  as you may already know, | as everyone knows, | in my humble opinion, | when all is said and done, ->`,
);

const wordy = of(
  "wordy_phrase",
  `in order to -> to
  so as to -> to
  due to the fact that | owing to the fact that | in view of the fact that | on account of the fact that | in light of the fact that -> because
  despite the fact that | in spite of the fact that | notwithstanding the fact that -> although
  in the event that | in the event of a situation where | under circumstances in which -> if
  at this point in time | at the present time | at this moment in time -> now
  at that point in time -> then
  in the near future -> soon
  on a regular basis -> regularly
  on a daily basis -> daily
  on a weekly basis -> weekly
  on a monthly basis -> monthly
  a large number of | a great number of | a considerable number of | a great many -> many
  the majority of | a majority of -> most
  a sufficient amount of | a sufficient number of -> enough
  for the purpose of -> for
  with regard to | with regards to | with respect to | in regard to | in relation to | pertaining to -> about
  is able to | are able to -> can
  was able to | were able to -> could
  has the ability to | have the ability to | has the capability to | have the capability to | is capable of being able to -> can
  it is necessary that you -> you must
  prior to -> before
  subsequent to -> after
  in close proximity to | in the vicinity of -> near
  during the course of | throughout the course of -> during
  by means of | by virtue of -> by
  in the absence of -> without
  in excess of -> more than
  in lieu of -> instead of
  until such time as -> until
  as a result of the fact that -> because
  the reason why is that | the reason is because -> the reason is that
  in a timely manner -> promptly
  in an efficient manner -> efficiently
  in a careful manner -> carefully
  with the exception of -> except
  for the reason that -> because
  in spite of -> despite
  has a tendency to -> tends to
  have a tendency to -> tend to
  whether or not -> whether
  a wide range of | a wide variety of | a broad range of -> many
  utilize -> use
  utilizes -> uses
  utilized -> used
  utilizing -> using
  utilise -> use
  utilises -> uses
  utilised -> used
  commence -> start
  commences -> starts
  commenced -> started`,
);

const redundant = of(
  "redundancy",
  `each and every -> every
  first and foremost -> first
  any and all -> all
  null and void -> void
  end result -> result
  final outcome -> outcome
  advance planning -> planning
  basic fundamentals | basic essentials -> basics
  past history -> history
  future plans -> plans
  free gift -> gift
  unexpected surprise -> surprise
  completely eliminate -> eliminate
  absolutely essential -> essential
  completely finished -> finished
  close proximity -> proximity
  collaborate together -> collaborate
  combine together -> combine
  merge together -> merge
  join together -> join
  repeat again -> repeat
  revert back -> revert
  return back -> return
  refer back to -> refer to
  plan ahead for the future | plan for the future ahead -> plan
  reason why -> reason
  true fact | actual fact -> fact
  true facts | actual facts -> facts
  new innovation -> innovation
  new innovations -> innovations
  brief summary -> summary
  general consensus -> consensus
  various different | many different -> many
  period of time -> period
  large in size -> large
  small in size -> small
  few in number -> few
  red in color -> red
  still remains -> remains
  still remain -> remain
  currently underway -> underway
  added bonus -> bonus
  exact same -> same
  hopes and desires | wishes and desires -> hopes
  help and assistance -> help
  true and accurate -> accurate`,
);

/** All phrases, the longest first, so that the longer of two that begin alike is found. */
export const phrases: readonly Phrase[] = [...fillers, ...wordy, ...redundant].toSorted(
  (one, other) => other.phrase.length - one.phrase.length,
);
