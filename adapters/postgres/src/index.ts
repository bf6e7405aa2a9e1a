export type { DatabaseOptions as PostgresOptions } from "#database/database.ts";
export { openPostgresStore } from "#store/postgres-store.ts";
