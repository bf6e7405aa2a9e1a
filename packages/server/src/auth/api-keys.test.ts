import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { expect, it, vi } from "vitest";
import { createApiKeys } from "./api-keys.ts";

it("[SEC-1] every key is compared in constant time, whether it fits or not", () => {
  const environment = { A: "key-a", B: "key-b", C: "key-c" };
  const compare = vi.spyOn(crypto, "timingSafeEqual");
  syncBuiltinESMExports();
  try {
    const keys = ["A", "B", "C"].map((key_env) => ({ key_env, user: key_env }));
    const found = createApiKeys({ keys, quotas: {}, environment });
    for (const [text, user] of [
      ["key-a", "A"],
      ["key-c", "C"],
      ["key-x", undefined],
      ["", undefined],
    ] as const) {
      compare.mockClear();
      expect(found.find(text)?.id).toBe(user);
      expect(compare).toHaveBeenCalledTimes(3);
    }
  } finally {
    compare.mockRestore();
    syncBuiltinESMExports();
  }
});
