/** Texts longer than this would make thousands of pages. */
export const maxTextLength = 4_000_000;
