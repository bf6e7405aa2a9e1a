/** AIECS as a service: explicit names only. */

export type { App } from "./app.ts";
export type { AuthConfig } from "./auth/auth-config.ts";
export { createServer, type Server, type ServerOptions } from "./create-server.ts";
export type { Problem, ProblemItem } from "./http/problem.ts";
export { resolveServerConfig, type ServerConfig, type ServerConfigInput } from "./server-config.ts";
export type { ServedExecutor, ServedTasks } from "./server-parts.ts";
