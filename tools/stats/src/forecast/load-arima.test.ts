import { expect, it, vi } from "vitest";
import { loadArima } from "./load-arima.ts";

it("keeps the library's remarks off standard output, and gives the console back", () => {
  const log = vi.spyOn(console, "log");
  const Arima = loadArima();
  const model = new Arima({ p: 1, d: 1, q: 1, verbose: false });
  model.train(Array.from({ length: 60 }, (_, index) => 3 * index));
  model.predict(3);
  model.destroy();
  expect(log).not.toHaveBeenCalled();
  expect(console.log).toBe(log);
  expect(loadArima()).toBe(Arima);
});
