/** For tests of tools and adapters: a context to run operations in, a manual clock, and the suite of each contract. */
export { describeArtifactStoreConformance } from "./artifact-store-conformance.ts";
export { describeCacheConformance } from "./cache-conformance.ts";
export { describeConcurrencyLimiterConformance } from "./concurrency-limiter-conformance.ts";
export type {
  CreateTaskQueueDatabase,
  CreateTaskStoreDatabase,
  TaskQueueDatabase,
  TaskStoreDatabase,
} from "./databases-under-test.ts";
export { createManualClock, type ManualClock } from "./manual-clock.ts";
export { describeRateLimiterConformance } from "./rate-limiter-conformance.ts";
export { answer, serve, type TestServer } from "./serve.ts";
export { describeTaskQueueConformance } from "./task-queue-conformance.ts";
export { describeTaskStoreConformance } from "./task-store-conformance.ts";
export { createTestContext } from "./test-context.ts";
