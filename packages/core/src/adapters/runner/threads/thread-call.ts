import { AsyncLocalStorage } from "node:async_hooks";
import type { MessagePort } from "node:worker_threads";
import { OperationFailedError, ValidationError } from "#contracts/errors.ts";
import type { Cancellation } from "#contracts/rate-limiter.ts";
import type { Tool } from "#contracts/tool.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import type { FromThread, LogLevel, Packed, Request, RunMessage, ToThread } from "./messages.ts";
