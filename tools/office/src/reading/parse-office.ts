import { ValidationError } from "@aiecs/core/toolkit";
import type { OfficeParserAST, SupportedFileType } from "officeparser";
import type { ReadContext } from "./read-context.ts";

export type ParseOfficeOptions = Pick<ReadContext, "name" | "password" | "signal" | "limits"> & {
  /** Undefined for an encrypted document, whose format shows once it is open. */
  readonly fileType?: SupportedFileType | undefined;
  /** What the archive's directory says it expands to: what expands further lies. @default limits.max_expansion_bytes */
  readonly expandedBytes?: number | undefined;
};

/** What officeparser makes of a document. @throws E001 for a document that is damaged, too large or locked */
export async function parseOffice(content: Buffer, options: ParseOfficeOptions): Promise<OfficeParserAST> {
  const { password, signal, limits, fileType, expandedBytes = limits.max_expansion_bytes } = options;
  const { OfficeParser } = await import("officeparser");
  try {
    return await OfficeParser.parseOffice(content, {
      fileType: fileType ?? null,
      extractAttachments: true,
      includeBreakNodes: true,
      ignoreComments: true,
      ignoreSlideMasters: true,
      ignoreInternalLinks: true,
      ...(password === undefined ? {} : { password }),
      abortSignal: signal,
      decompressionLimits: { maxUncompressedBytes: expandedBytes },
      // Nothing is printed; what matters of them shows in the result.
      onWarning: () => undefined,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw explain(error, options);
  }
}

function explain(error: unknown, { name, limits }: ParseOfficeOptions): ValidationError {
  const problem = problemOf(error);
  const because = (why: string): ValidationError =>
    new ValidationError(`Cannot read ${name}: ${why}`, { cause: error });
  switch (problem.code) {
    case "PASSWORD_REQUIRED":
      return because("it is protected by a password; give it as `password`");
    case "PASSWORD_INCORRECT":
      return because("the password given does not open it");
    case "ZIP_SIZE_LIMIT_EXCEEDED":
      return because(
        `it expands to more than its archive's directory says, or than limits.max_expansion_bytes (${limits.max_expansion_bytes}) allows`,
      );
    default:
      return because(`it is damaged or incomplete (${problem.message})`);
  }
}

function problemOf(error: unknown): { readonly code: unknown; readonly message: string } {
  const message = (error instanceof Error ? error.message : String(error)).replace(/^\[OfficeParser\]:\s*/, "");
  if (typeof error !== "object" || error === null || !("officeIssue" in error)) return { code: undefined, message };
  const issue = error.officeIssue;
  const code = typeof issue === "object" && issue !== null && "code" in issue ? issue.code : undefined;
  return { code, message };
}
