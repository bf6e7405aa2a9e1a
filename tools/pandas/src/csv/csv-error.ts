import { ValidationError } from "@aiecs/core/toolkit";

export type CsvErrorOptions = { readonly cause?: unknown; readonly details?: { readonly [key: string]: unknown } };

/** The error of a CSV file that cannot be read, under the name its reader knows it by. */
export function csvError(file: string, problem: string, { cause, details }: CsvErrorOptions = {}): ValidationError {
  const message = `Cannot read ${file} as CSV: ${problem}`;
  return new ValidationError(message, { details: { file, ...details }, ...(cause === undefined ? {} : { cause }) });
}
