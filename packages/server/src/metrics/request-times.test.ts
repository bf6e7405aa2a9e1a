import { describe, expect, it } from "vitest";
import { createRequestTimes } from "./request-times.ts";

describe("createRequestTimes", () => {
  it("counts each request in every bucket that it fits into", () => {
    const times = createRequestTimes();
    times.record("GET", "/health", 200, 0.0005);
    times.record("GET", "/health", 200, 0.02);
    times.record("GET", "/health", 503, 40);
    const lines = times.toText().split("\n");
    const of = (status: number, le: string) =>
      `http_request_duration_seconds_bucket{method="GET",route="/health",status="${status}",le="${le}"}`;
    expect(lines).toContain(`${of(200, "0.001")} 1`);
    expect(lines).toContain(`${of(200, "0.01")} 1`);
    expect(lines).toContain(`${of(200, "0.05")} 2`);
    expect(lines).toContain(`${of(200, "+Inf")} 2`);
    expect(lines).toContain(`${of(503, "30")} 0`);
    expect(lines).toContain(`${of(503, "+Inf")} 1`);
    expect(lines).toContain('http_request_duration_seconds_sum{method="GET",route="/health",status="200"} 0.0205');
  });
});
