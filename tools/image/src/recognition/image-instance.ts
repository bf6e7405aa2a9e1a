import type { Recognizer } from "./recognizer.ts";

/** What the tool's operations share: the threads that recognise text. */
export type ImageInstance = { readonly recognizer: Recognizer };
