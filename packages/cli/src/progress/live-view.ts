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
  const { stream, journal, names, now = Date.now, intervalMs = 100 } = options;
  const startedAt = now();
  const running = new Map<number, StepRecord>();
  const pending: string[] = [];
  let ended = 0;
  let cached = 0;
  let frame = 0;
  let drawnLines = 0;

  const draw = (below: readonly string[]): void => {
    const up = drawnLines > 0 ? `\x1b[${drawnLines}A` : "";
    const text = [...pending, ...below].map((line) => `${line}\n`).join("");
    stream.write(`\x1b[?25l${up}\r\x1b[0J${text}\x1b[?25h`);
    pending.length = 0;
    drawnLines = below.length;
  };
  const redraw = (): void => {
    frame += 1;
    draw(runningLines());
  };
  const runningLines = (): string[] => {
    const room = Math.max(1, Math.min(mostRunning, stream.rows - 3));
    const shown = [...running.values()].slice(0, room).map(runningLine);
    const more = running.size - shown.length;
    const counts = [`${ended} of ${journal.total} steps`, ...(cached > 0 ? [`${cached} from cache`] : [])];
    const footer = [...counts, ...(more > 0 ? [`${more} more running`] : []), formatDuration(now() - startedAt)];
    return [...shown, fit(styled("dim", footer.join(" · "), stream), stream.columns)];
  };
  const runningLine = (record: StepRecord): string => {
    const { fraction, message } = record;
    const parts = [
      styled("cyan", spinner[frame % spinner.length] ?? "", stream),
      `[${record.index}] ${names(record)}`,
      formatDuration(now() - record.startedAt),
      fraction === undefined ? "" : `${bar(fraction)} ${Math.round(fraction * 100)} %`,
      message === undefined ? "" : printableLine(message),
    ];
    return fit(parts.filter((part) => part !== "").join(" "), stream.columns);
  };

  const timer = setInterval(redraw, intervalMs);
  timer.unref();
  return {
    show(record) {
      if (record.state === "running") {
        running.set(record.index, record);
        return;
      }
      running.delete(record.index);
      ended += 1;
      if (record.cached) cached += 1;
      pending.push(endedLine(record, names, stream));
    },
    note(line) {
      pending.push(line);
      redraw();
    },
    end() {
      clearInterval(timer);
      draw([]);
    },
  };
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
