import { mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { ExecutionError } from "@aiecs/core";
import { OperationFailedError, type Program, ValidationError } from "@aiecs/core/toolkit";
import { writeOfficeProfile } from "./office-profile.ts";
import { libreOffice } from "./office-program.ts";
import type { PreparedFile } from "./prepared-file.ts";
import { type BatchResult, runBatch } from "./run-batch.ts";

export type OfficeProcessesOptions = {
  /** How long LibreOffice may work on one file. */
  readonly fileTimeoutMs: number;
  /** @default LibreOffice */
  readonly program?: Program;
  /** Processes that run at once. @default 2 */
  readonly maxProcesses?: number;
  /** Files that one process takes at most. @default 8 */
  readonly batchSize?: number;
};

export type ConvertOptions = {
  /** For messages. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (fraction: number) => void;
};

type Job = ConvertOptions & {
  readonly file: PreparedFile;
  /** Runs by itself: it may have spoilt the run it was in. */
  isSuspect: boolean;
  readonly resolve: (pdf: Buffer) => void;
  readonly reject: (reason: unknown) => void;
};

/**
 * Turns files into PDF by a bounded number of LibreOffice processes. Files that wait are taken together; one that cannot
 * be read, crashes LibreOffice or makes it hang fails alone. Nothing starts before the first file comes.
 */
export class OfficeProcesses {
  readonly #options: Required<OfficeProcessesOptions>;
  readonly #waiting: Job[] = [];
  readonly #running = new Map<AbortController, { readonly jobs: Set<Job>; readonly ended: Promise<void> }>();
  readonly #freeProfiles: string[] = [];
  #folder: string | undefined;
  #made = 0;
  #isClosed = false;
  readonly #removeFolder = (): void => {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  };

  constructor({ fileTimeoutMs, program = libreOffice, maxProcesses = 2, batchSize = 8 }: OfficeProcessesOptions) {
    this.#options = { fileTimeoutMs, program, maxProcesses, batchSize };
  }

  /**
   * The PDF of a file. An abort drops the file; LibreOffice is stopped only when nobody else waits for its run.
   *
   * @throws E001 for a file that LibreOffice cannot read, E003 for one it hangs or crashes at, and when it is missing
   */
  convert(file: PreparedFile, options: ConvertOptions): Promise<Buffer> {
    const { signal } = options;
    if (this.#isClosed) throw new OperationFailedError("The converter is closed");
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const drop = (): void => {
        this.#drop(job);
        settle(() => reject(signal.reason));
      };
      const settle = (act: () => void): void => {
        signal.removeEventListener("abort", drop);
        act();
      };
      const job: Job = {
        ...options,
        file,
        isSuspect: false,
        resolve: (pdf) => settle(() => resolve(pdf)),
        reject: (reason) => settle(() => reject(reason)),
      };
      signal.addEventListener("abort", drop, { once: true });
      this.#waiting.push(job);
      void this.#startSoon();
    });
  }

  /** Stops what runs, refuses what waits, and leaves nothing behind. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    const reason = new OperationFailedError("The converter was closed while the file waited");
    for (const job of this.#waiting.splice(0)) job.reject(reason);
    const runs = [...this.#running];
    for (const [controller, { jobs }] of runs) {
      for (const job of jobs) job.reject(reason);
      controller.abort(reason);
    }
    await Promise.all(runs.map(([, { ended }]) => ended));
    if (this.#folder === undefined) return;
    await rm(this.#folder, { recursive: true, force: true });
    process.off("exit", this.#removeFolder);
  }

  /** Files that come at the same time are to be taken together. */
  async #startSoon(): Promise<void> {
    await setImmediate();
    const { maxProcesses, batchSize } = this.#options;
    while (!this.#isClosed && this.#waiting.length > 0 && this.#running.size < maxProcesses) {
      const free = maxProcesses - this.#running.size;
      this.#start(this.#takeBatch(Math.min(batchSize, Math.ceil(this.#waiting.length / free))));
    }
  }

  #takeBatch(size: number): readonly Job[] {
    const [first, ...others] = this.#waiting;
    if (!first) return [];
    const mates = first.isSuspect
      ? []
      : others.filter((job) => !job.isSuspect && job.file.importFilter === first.file.importFilter).slice(0, size - 1);
    const batch = [first, ...mates];
    for (const job of batch) this.#waiting.splice(this.#waiting.indexOf(job), 1);
    return batch;
  }

  #start(batch: readonly Job[]): void {
    const controller = new AbortController();
    const jobs = new Set(batch);
    const ended = this.#run(batch, jobs, controller.signal).finally(() => {
      this.#running.delete(controller);
      void this.#startSoon();
    });
    this.#running.set(controller, { jobs, ended });
  }

  async #run(batch: readonly Job[], jobs: ReadonlySet<Job>, signal: AbortSignal): Promise<void> {
    const { program, fileTimeoutMs } = this.#options;
    let profile: string | undefined;
    try {
      profile = this.#freeProfiles.pop() ?? (await this.#makeProfile());
      const result = await runBatch({
        program,
        profile,
        folder: this.#newFolder("run"),
        files: batch.map(({ file }) => file),
        signal,
        fileTimeoutMs,
        onProgress: (done) => {
          for (const job of jobs) job.onProgress(done / batch.length);
        },
      });
      // A process that did not end by itself may have left its profile locked.
      if (result.end === "finished") this.#freeProfiles.push(profile);
      else await rm(profile, { recursive: true, force: true });
      this.#settle(batch, jobs, result);
    } catch (error) {
      if (profile !== undefined) await rm(profile, { recursive: true, force: true });
      for (const job of jobs) job.reject(error);
    }
  }

  #settle(batch: readonly Job[], jobs: ReadonlySet<Job>, { pdfs, end, error }: BatchResult): void {
    const isMissing = error instanceof ExecutionError && error.details.reason === "missing_program";
    const again: Job[] = [];
    let isFirst = true;
    for (const [place, job] of batch.entries()) {
      const pdf = pdfs[place];
      // The files are worked on in order: what a crash or a hang was about is the first without a result.
      const isCulprit = pdf === undefined && (isFirst || end === "finished");
      if (pdf === undefined) isFirst = false;
      if (!jobs.has(job)) continue;
      if (pdf) job.resolve(pdf);
      else if (isMissing) job.reject(error);
      else if (!isCulprit) again.push(job);
      else if (end === "hung") job.reject(this.#hung(job));
      else if (batch.length === 1) job.reject(unreadable(job, end, error));
      else again.push(Object.assign(job, { isSuspect: true }));
    }
    this.#waiting.unshift(...again);
  }

  #hung({ name }: Job): OperationFailedError {
    const { fileTimeoutMs } = this.#options;
    return new OperationFailedError(
      `LibreOffice worked on ${name} for ${fileTimeoutMs} ms and was stopped; raise file_timeout_ms of office_tool if the document is that large`,
    );
  }

  #drop(job: Job): void {
    const place = this.#waiting.indexOf(job);
    if (place !== -1) this.#waiting.splice(place, 1);
    for (const [controller, { jobs }] of this.#running) {
      if (jobs.delete(job) && jobs.size === 0) controller.abort(job.signal.reason);
    }
  }

  async #makeProfile(): Promise<string> {
    const profile = this.#newFolder("profile");
    await writeOfficeProfile(profile);
    return profile;
  }

  #newFolder(kind: string): string {
    if (this.#folder === undefined) {
      this.#folder = mkdtempSync(join(tmpdir(), "aiecs-office-"));
      process.once("exit", this.#removeFolder);
    }
    this.#made += 1;
    return join(this.#folder, `${kind}-${this.#made}`);
  }
}

function unreadable({ name }: Job, end: BatchResult["end"], cause: unknown): Error {
  if (end === "failed") return new OperationFailedError(`LibreOffice failed at ${name}`, { cause });
  return new ValidationError(`Cannot convert ${name}: LibreOffice cannot read it; it is damaged, or no document`);
}
