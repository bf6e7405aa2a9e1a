/** The moment by the server's clock, in SQL: leases of runners on many machines go by one clock. */
export const nowMs = "floor(extract(epoch FROM clock_timestamp()) * 1000)::double precision";
