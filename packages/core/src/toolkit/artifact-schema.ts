import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import type { Artifact, ArtifactHandle } from "#contracts/artifact-store.ts";
import type { JsonSchema } from "#contracts/json-schema.ts";

/** A file that an operation made, told to plans, editors and models. */
export const artifactJsonSchema: JsonSchema = {
  type: "object",
  description: "A file that an operation made.",
  properties: {
    id: { type: "string" },
    name: { type: "string" },
    path: { type: "string" },
    media_type: { type: "string" },
    bytes: { type: "integer", minimum: 0 },
    sha256: { type: "string" },
  },
  required: ["id", "name", "path", "media_type", "bytes", "sha256"],
  additionalProperties: false,
};

/** An artifact that an operation takes: as it was made, or as a remote caller was told of it. */
export const artifactHandleJsonSchema: JsonSchema = {
  ...artifactJsonSchema,
  properties: { ...Object(artifactJsonSchema.properties), url: { type: "string" } },
  required: ["id", "name", "media_type", "bytes", "sha256"],
};

/** What `defineOperation` takes as the output schema of an operation that returns one artifact. */
export const artifactSchema: ArtifactSchema = {
  "~standard": {
    version: 1,
    vendor: "aiecs",
    validate: (value) => (isArtifact(value) ? { value } : { issues: [{ message: "expected an artifact" }] }),
    jsonSchema: { input: () => ({ ...artifactJsonSchema }), output: () => ({ ...artifactJsonSchema }) },
  },
};

export type ArtifactSchema = {
  readonly "~standard": StandardSchemaV1.Props<Artifact, Artifact> & StandardJSONSchemaV1.Props<Artifact, Artifact>;
};

/** Whether a value is the handle of a file, also when it came as JSON. */
export function isArtifact(value: unknown): value is Artifact {
  return isArtifactHandle(value) && typeof value.path === "string";
}

/** The same of what an operation takes: remote callers are not told the path. */
export function isArtifactHandle(value: unknown): value is ArtifactHandle {
  if (typeof value !== "object" || value === null) return false;
  const path = own(value, "path");
  if (path !== undefined && typeof path !== "string") return false;
  return handleTexts.every((key) => typeof own(value, key) === "string") && typeof own(value, "bytes") === "number";
}

const handleTexts = ["id", "name", "media_type", "sha256"];

function own(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
