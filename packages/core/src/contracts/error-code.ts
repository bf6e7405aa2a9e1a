/** The code of every error the runtime reports; `errorTable` says what each one means at every door. */
export const ErrorCode = {
  VALIDATION_ERROR: "E001",
  TIMEOUT_ERROR: "E002",
  EXECUTION_ERROR: "E003",
  CANCELLED_ERROR: "E004",
  RETRY_EXHAUSTED: "E005",
  DATABASE_ERROR: "E006",
  DSL_EVALUATION_ERROR: "E007",
} as const;

export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];
