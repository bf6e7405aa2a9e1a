/** Which language data a thread loads: `<folder>/<code>.traineddata.gz`. */
export type ThreadLanguage = { readonly code: string; readonly folder: string };

/** "page" expects blocks of text, "sparse" looks for text anywhere in a picture and tells each word. */
export type Layout = "page" | "sparse";

/** What a thread is asked: one image at a time, as PNG. */
export type RecognitionRequest = { readonly image: Uint8Array; readonly layout: Layout };

/** Confidences are from 0 to 1. */
export type RecognizedWord = { readonly text: string; readonly confidence: number };

export type Recognition = {
  readonly text: string;
  readonly confidence: number;
  /** Empty for the layout "page". */
  readonly words: readonly RecognizedWord[];
};

/** What a thread answers. */
export type RecognitionAnswer = { readonly recognition: Recognition } | { readonly problem: string };
