import { copyFile, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DatabaseError } from "#contracts/errors.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { openDatabase } from "./database.ts";

it("[TASK-7] refuses to keep anything in a file that was removed or replaced, and goes on when it is back", async () => {
  const folder = await mkdtemp(join(tmpdir(), "aiecs-gone-"));
  try {
    const path = join(folder, "tasks.db");
    const clock = createManualClock();
    await using database = await openDatabase({ path, clock, sync: "normal" });
    const count = database.prepare("SELECT count(*) AS count FROM tasks");
    const read = () => database.read(() => count.get());
    const write = () => database.write(() => "kept");
    expect(await write()).toBe("kept");

    const aside = join(folder, "aside.db");
    await rename(path, aside);
    await clock.advance(200);
    await expect(write()).rejects.toThrow(DatabaseError);
    await expect(write()).rejects.toThrow(/was removed while it was open: put it back, or start again/);
    await expect(read()).rejects.toThrow(DatabaseError);

    await copyFile(aside, path);
    await clock.advance(200);
    await expect(write()).rejects.toThrow(/was replaced by another file/);

    await rename(aside, path);
    await clock.advance(200);
    expect(await write()).toBe("kept");
    expect(await read()).toEqual({ count: 0 });
  } finally {
    await rm(folder, { recursive: true });
  }
});
