import { createRequire } from "node:module";

type Arima = typeof import("arima");

let loaded: Arima | undefined;

/**
 * Loads the compiled library once, at first use. It prints its remarks on hard fits through the `console.log` it finds while loading, and
 * standard output may carry a protocol: so it finds a silent one, for the moment of this synchronous call.
 */
export function loadArima(): Arima {
  if (loaded) return loaded;
  const require = createRequire(import.meta.url);
  const { log, error } = console;
  console.log = silent;
  console.error = silent;
  try {
    loaded = require("arima") as Arima;
  } finally {
    console.log = log;
    console.error = error;
  }
  return loaded;
}

function silent(): void {}
