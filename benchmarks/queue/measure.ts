import type { Figures } from "../harness/figures.ts";

/** Items measure themselves: each has processes of its own to start and to end. */
export function measure(item: () => Promise<Figures>): Promise<Figures> {
  return item();
}
