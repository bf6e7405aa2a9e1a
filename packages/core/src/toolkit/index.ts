/** What a tool author takes beyond `defineTool` and `defineOperation`: tables, artifacts, problems. */

export type { Artifact, ArtifactAccess, ArtifactContent, ArtifactHandle } from "#contracts/artifact-store.ts";
export { OperationFailedError, ValidationError } from "#contracts/errors.ts";
export type { JsonSchema } from "#contracts/json-schema.ts";
export type { ResourceLimits } from "#contracts/limits.ts";
export type { NetworkAccess, NetworkRequest, NetworkResponse } from "#contracts/network-access.ts";
export {
  type ColumnType,
  type ColumnValues,
  isTable,
  type RecordsOptions,
  type Table,
  type TableColumn,
  type TableRecord,
  tableMark,
} from "#contracts/table.ts";
export type { ToolContext } from "#contracts/tool-context.ts";
export { didYouMean } from "#primitives/did-you-mean.ts";
export {
  type ArtifactSchema,
  artifactHandleJsonSchema,
  artifactJsonSchema,
  artifactSchema,
  isArtifact,
  isArtifactHandle,
} from "./artifact-schema.ts";
export { defineOperation } from "./define-operation.ts";
export { defineTool } from "./define-tool.ts";
export { describeInput } from "./describe-input.ts";
export {
  type FileContext,
  type FileInput,
  fileInputError,
  fileInputJsonSchema,
  fileInputsJsonSchema,
  type InputFile,
  isFileInput,
  isFileInputs,
  locateArtifact,
  readFileInputs,
} from "./file-input.ts";
export { endGroup, type GuardedProcessOptions, killGroup, spawnGuarded } from "./guarded-process.ts";
export { createTable, previewRows, type TableContent, type TableOptions, unknownColumn } from "./memory-table.ts";
export { createPace, type Pace } from "./pace.ts";
export { formatPath, formatProblems, type Problem } from "./problems.ts";
export { type Program, type ProgramResult, runProgram } from "./run-program.ts";
export {
  findTable,
  isTableInput,
  readTable,
  type TableInput,
  type TableJson,
  type TableSource,
  tableInputError,
} from "./table-input.ts";
export { type TableSchema, tableInputJsonSchema, tableJsonSchema, tableSchema } from "./table-schema.ts";
export { columnTypes } from "./table-values.ts";
export {
  isTextInput,
  type ReadTextOptions,
  readText,
  type TextInput,
  type TextSource,
  textInputError,
  textInputJsonSchema,
} from "./text-input.ts";
