import { parentPort } from "node:worker_threads";
import { burn } from "./work.ts";

export type RawTask = { readonly name: "burn"; readonly rounds: number } | { readonly name: "nothing" };

parentPort?.on("message", (task: RawTask) => {
  parentPort?.postMessage(task.name === "burn" ? burn(task) : null);
});
parentPort?.postMessage("ready");
