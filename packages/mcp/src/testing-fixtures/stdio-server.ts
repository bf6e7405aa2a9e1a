/** A program that serves the shop's tool over standard input and output. */

import { createExecutor } from "@aiecs/core";
import { serveStdio } from "#server/stdio.ts";
import { shopTool } from "./shop-tool.ts";

const [folder = "."] = process.argv.slice(2);
await using executor = createExecutor({ tools: [shopTool], config: { artifacts_folder: folder, roots: [folder] } });
await serveStdio({ executor, expose: "all" }).closed;
