import { printSegment } from "#execution/references/print.ts";

/** Where in a plan, key by key and index by index. */
export type Place = readonly (string | number)[];

/** As people write it: `steps[2].params["odd key"]`; empty for the plan as a whole. */
export function formatPlace(place: Place): string {
  const text = place.map(printSegment).join("");
  return text.startsWith(".") ? text.slice(1) : text;
}
