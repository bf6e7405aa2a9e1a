import fc from "fast-check";
import { expect, it } from "vitest";
import { createPostgresDatabase } from "#testing-fixtures/postgres-database.ts";
import { startPostgres } from "#testing-fixtures/postgres-server.ts";
import { plainArray, textArray } from "./arrays.ts";

it("[TASK-2] gives PostgreSQL texts and numbers as they are, whatever they hold", async () => {
  await using server = await startPostgres();
  await using database = createPostgresDatabase(server);
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom(..."{}\",\\'\n\t$"), fc.string({ unit: "binary", maxLength: 1 })),
  });
  // No NUL and no half of a surrogate pair comes here: see text-form.ts.
  const kept = text.filter((value) => value.isWellFormed() && !value.includes("\0"));
  const texts = fc.array(fc.option(kept), { maxLength: 20 });
  const numbers = fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(texts, numbers, async (some, others) => {
      const values = [textArray(some), plainArray(others), plainArray([true, null, false])];
      const rows = await database.run(
        "SELECT $1::text[] AS texts, $2::float8[] AS numbers, $3::boolean[] AS flags",
        values,
      );
      const zeros = others.map((number) => (number === 0 ? 0 : number));
      expect(rows).toEqual([{ texts: some, numbers: zeros, flags: [true, null, false] }]);
    }),
    { numRuns: 50 },
  );
});
