import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["aiecs-source"] },
  ssr: { resolve: { conditions: ["aiecs-source"], externalConditions: ["aiecs-source"] } },
  test: {
    include: ["packages/**/*.test.ts", "adapters/**/*.test.ts", "tools/**/*.test.ts", "scripts/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    pool: "forks",
    maxWorkers: 2,
    execArgv: ["--conditions=aiecs-source"],
    testTimeout: 20_000,
    // A machine that others use, too, can stall a test that measures; what fails three times in a row is wrong.
    retry: process.env.CI ? 2 : 0,
  },
});
