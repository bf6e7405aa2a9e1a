import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import type { Artifact } from "#contracts/artifact-store.ts";
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
  if (typeof value !== "object" || value === null) return false;
  const texts = ["id", "name", "path", "media_type", "sha256"];
  return texts.every((key) => typeof own(value, key) === "string") && typeof own(value, "bytes") === "number";
}

function own(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
