export type { S3Credentials } from "#bucket/client.ts";
export { openS3Artifacts, type S3Artifacts, type S3ArtifactsOptions } from "#store/open-s3-artifacts.ts";
