import { expect, it } from "vitest";
import { createFailedLogins } from "./failed-logins.ts";

it("[AUTH-1] addresses of one IPv6 network, and both forms of an IPv4 address, count as one", () => {
  const failed = createFailedLogins({ perMinute: 1, nowMs: () => 0 });
  failed.count("2001:db8:1:2::5");
  failed.count("10.0.0.1");
  expect(() => failed.check("2001:db8:1:2:ffff::1")).toThrow("Too many credentials from this address were wrong");
  expect(() => failed.check("2001:0db8:0001:0002::1")).toThrow("Too many");
  expect(() => failed.check("::ffff:10.0.0.1")).toThrow("Too many");
  for (const other of ["2001:db8:1:3::5", "2001:db8::2", "::1", "10.0.0.2", "::ffff:10.0.0.2"]) failed.check(other);
});
