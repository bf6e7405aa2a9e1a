import { ExecutionError, type Logger, OperationFailedError } from "@aiecs/core";
import type { CallToolResult } from "@modelcontextprotocol/server";
import { isRecord, toJson } from "./json.ts";

const maxProblems = 50;
const maxDetails = 4_000;

/** An error as a tool answers it, so that a model can mend its call: every problem with its place, and what was meant. */
export function toErrorResult(error: ExecutionError): CallToolResult {
  const { code, message, details } = error;
  const problems = problemsOf(details.errors ?? details.problems);
  const meant = textsOf(details.didYouMean);
  const lines = [`${code} ${message}`];
  if (meant.length > 0) lines.push(`Did you mean ${meant.join(" or ")}?`);
  // A message that lists its problems needs no second list.
  if (problems.length > 1 || !problems.every((problem) => message.includes(problem.message))) {
    lines.push(...problems.map(lineOf));
  }
  const rest = toJson(details).length <= maxDetails ? withoutKnown(details) : {};
  return {
    isError: true,
    content: [{ type: "text", text: lines.join("\n") }],
    structuredContent: {
      error: {
        code,
        message,
        ...(problems.length > 0 && { problems }),
        ...(meant.length > 0 && { did_you_mean: meant }),
        ...(Object.keys(rest).length > 0 && { details: JSON.parse(toJson(rest)) }),
      },
    },
  };
}

/** What a tool threw as an error of ours. What is none is a bug: logged here, and told without its particulars. */
export function asExecutionError(error: unknown, logger: Logger): ExecutionError {
  if (error instanceof ExecutionError) return error;
  logger.error({ error }, "A tool of the MCP server failed");
  return new OperationFailedError("Internal error; it was logged", { cause: error });
}

type ToldProblem = {
  readonly path: string;
  readonly message: string;
  readonly did_you_mean?: readonly string[];
};

function problemsOf(list: unknown): ToldProblem[] {
  if (!Array.isArray(list)) return [];
  return list.slice(0, maxProblems).flatMap((item: unknown): ToldProblem[] => {
    if (typeof item === "string") return [{ path: "", message: item }];
    if (!isRecord(item) || typeof item.message !== "string") return [];
    const meant = textsOf(item.did_you_mean);
    return [
      {
        path: typeof item.path === "string" ? item.path : "",
        message: item.message,
        ...(meant.length > 0 && { did_you_mean: meant }),
      },
    ];
  });
}

function lineOf({ path, message, did_you_mean: meant = [] }: ToldProblem): string {
  const hint = meant.length > 0 ? ` Did you mean ${meant.join(" or ")}?` : "";
  return `- ${path === "" ? "" : `${path}: `}${message}${hint}`;
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
}

function withoutKnown({
  errors: _errors,
  problems: _problems,
  didYouMean: _meant,
  ...rest
}: ExecutionError["details"]) {
  return rest;
}
