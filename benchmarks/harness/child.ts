/** Runs inside an item's own process: makes the item, measures it, tells the parent, and ends. */
import type { Settings } from "./benchmark.ts";
import type { Figures } from "./figures.ts";

type ItemModule = { create(settings: Settings): unknown };
type MeasureModule = { measure(subject: unknown, settings: Settings): Promise<Figures> };

const [measureUrl = "", itemUrl = "", settingsText = "{}"] = process.argv.slice(2);
const settings: Settings = JSON.parse(settingsText);
const { measure }: MeasureModule = await import(measureUrl);
const { create }: ItemModule = await import(itemUrl);
const figures = await measure(await create(settings), settings);
// Ends here even when a library left a timer or a thread behind.
process.send?.(figures, undefined, undefined, () => process.exit(0));
