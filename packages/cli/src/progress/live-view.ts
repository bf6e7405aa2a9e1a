import { stripVTControlCharacters } from "node:util";
import type { OutputStream } from "#output/terminal.ts";
import { formatDuration, printableLine, shortened, styled } from "#output/text.ts";
import type { ProgressView } from "./progress-view.ts";
import type { StepJournal, StepRecord } from "./step-journal.ts";
import { endedLine, type StepNames } from "./step-line.ts";

export type LiveViewOptions = {
  readonly stream: OutputStream;
  readonly journal: StepJournal;
  readonly names: StepNames;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /** How often it is drawn anew. @default 100 */
  readonly intervalMs?: number;
};

const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const mostRunning = 10;
const barWidth = 16;

/**
 * Redraws the running steps in place, below the lines of those that have ended: a spinner, the time so far, how far the
 * operation says it is, and how many steps have ended.
 */
export function createLiveView(options: LiveViewOptions): ProgressView {
  return new LiveView(options);
}

class LiveView implements ProgressView {
  readonly #options: LiveViewOptions;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #timer: NodeJS.Timeout;
  readonly #running = new Map<number, StepRecord>();
  /** Lines that stay, to be written with the next drawing. */
  readonly #pending: string[] = [];
  #ended = 0;
  #cached = 0;
  #frame = 0;
  #drawnLines = 0;

  constructor(options: LiveViewOptions) {
    const { now = Date.now, intervalMs = 100 } = options;
    this.#options = options;
    this.#now = now;
    this.#startedAt = now();
    this.#timer = setInterval(() => this.#redraw(), intervalMs);
    this.#timer.unref();
  }

  show(record: StepRecord): void {
    if (record.state === "running") {
      this.#running.set(record.index, record);
      return;
    }
    this.#running.delete(record.index);
    if (record.state !== "waiting") this.#ended += 1;
    if (record.cached && !record.kept) this.#cached += 1;
    this.#pending.push(endedLine(record, this.#options.names, this.#options.stream));
  }

  note(line: string): void {
    this.#pending.push(line);
    this.#redraw();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#draw([]);
  }

  #redraw(): void {
    this.#frame += 1;
    const room = Math.max(1, Math.min(mostRunning, this.#options.stream.rows - 3));
    const shown = [...this.#running.values()].slice(0, room);
    this.#draw([...shown.map((record) => this.#runningLine(record)), this.#footer(this.#running.size - shown.length)]);
  }

  /** Writes the lines that stay over the ones drawn last, and the new ones below. */
  #draw(below: readonly string[]): void {
    const up = this.#drawnLines > 0 ? `\x1b[${this.#drawnLines}A` : "";
    const text = [...this.#pending, ...below].map((line) => `${line}\n`).join("");
    this.#options.stream.write(`\x1b[?25l${up}\r\x1b[0J${text}\x1b[?25h`);
    this.#pending.length = 0;
    this.#drawnLines = below.length;
  }

  #runningLine(record: StepRecord): string {
    const { stream, names } = this.#options;
    const { index, fraction, message, startedAt } = record;
    const parts = [
      styled("cyan", spinner[this.#frame % spinner.length] ?? "", stream),
      `[${index}] ${names(record)}`,
      formatDuration(this.#now() - startedAt),
      fraction === undefined ? "" : `${bar(fraction)} ${Math.round(fraction * 100)} %`,
      message === undefined ? "" : printableLine(message),
    ];
    return fit(parts.filter((part) => part !== "").join(" "), stream.columns);
  }

  #footer(more: number): string {
    const { stream, journal } = this.#options;
    const facts = [
      `${this.#ended} of ${journal.total} steps`,
      ...(this.#cached > 0 ? [`${this.#cached} from cache`] : []),
      ...(more > 0 ? [`${more} more running`] : []),
      formatDuration(this.#now() - this.#startedAt),
    ];
    return fit(styled("dim", facts.join(" · "), stream), stream.columns);
  }
}

function bar(fraction: number): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * barWidth);
  return "█".repeat(full) + "░".repeat(barWidth - full);
}

/** A line that wraps would be counted as one and leave rests behind; a long one loses its colours instead. */
function fit(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line);
  return plain.length < columns ? line : shortened(plain, columns - 1);
}
