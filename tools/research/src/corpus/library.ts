import type { Table, ToolContext } from "@aiecs/core/toolkit";
import { ValidationError } from "@aiecs/core/toolkit";
import { PassageIndex } from "#ranking/passage-index.ts";
import type { ResearchConfig } from "#schemas/research-config.ts";
import type { CorpusInput, CorpusSource } from "./corpus-input.ts";
import { findSources } from "./find-sources.ts";
import { createPace, type Pace } from "./pace.ts";
import { readSource } from "./read-source.ts";
import { Remarks, type Skipped } from "./remarks.ts";
import { createTurns, type Turns } from "./turns.ts";

export type LibraryContext = Pick<
  ToolContext,
  "files" | "artifacts" | "signal" | "limits" | "input" | "call" | "progress"
>;

/** A corpus as it is now, while nobody else changes it. */
export type OpenCorpus = {
  readonly index: PassageIndex;
  readonly pace: Pace;
  readonly sources: number;
  readonly skipped: readonly Skipped[];
  readonly notes: readonly string[];
};

/** A source whose passages are indexed, with what was to be said when it was read. */
type HeldSource = { readonly name: string; readonly ids: readonly number[]; readonly remarks: Remarks };

type HeldCorpus = {
  readonly index: PassageIndex;
  readonly sources: Map<string, HeldSource>;
  readonly turns: Turns;
  users: number;
};

type Update = { readonly context: LibraryContext; readonly pace: Pace; readonly held: HeldCorpus };

/**
 * Corpora that were searched, with their indexes. Each is looked at anew for every call, and only what has changed is
 * read again. Those not used for longest are forgotten when all together hold more passages than one may.
 */
export class Library {
  readonly #config: ResearchConfig;
  /** Least recently used first. */
  readonly #corpora = new Map<string, HeldCorpus>();
  readonly #tables = new WeakMap<Table, string>();
  #nextTable = 0;
  #nextPassage = 0;

  constructor(config: ResearchConfig) {
    this.#config = config;
  }

  get config(): ResearchConfig {
    return this.#config;
  }

  /**
   * Brings the index of a corpus up to date, then runs `use` on it.
   *
   * @throws E001 for a corpus that is missing, too large or not readable
   */
  async open<Result>(
    corpus: CorpusInput,
    context: LibraryContext,
    use: (corpus: OpenCorpus) => Result | Promise<Result>,
  ): Promise<Result> {
    const remarks = new Remarks();
    const sources = await findSources(corpus, {
      context,
      remarks,
      datasets: context.input,
      maxFiles: this.#config.max_files,
      stateOf: (table) => this.#stateOf(table),
    });
    this.#checkSize(sources);
    const held = this.#hold(sources);
    try {
      return await held.turns.take(context.signal, async () => {
        const pace = createPace(context.signal);
        await this.#update(sources, { context, held, pace });
        for (const source of held.sources.values()) remarks.add(source.remarks);
        const { index } = held;
        if (index.size === 0) remarks.note("The corpus holds no text.");
        return await use({
          index,
          pace,
          sources: held.sources.size,
          skipped: remarks.skipped,
          notes: remarks.notes,
        });
      });
    } finally {
      held.users -= 1;
      this.#forget();
    }
  }

  #stateOf(table: Table): string {
    const state = this.#tables.get(table) ?? `table ${++this.#nextTable}`;
    this.#tables.set(table, state);
    return state;
  }

  #checkSize(sources: readonly CorpusSource[]): void {
    const bytes = sources.reduce((sum, source) => sum + source.bytes, 0);
    const { max_corpus_bytes, max_files } = this.#config;
    if (sources.length > max_files) {
      throw new ValidationError(
        `The corpus has too many files: expected at most ${max_files}, received ${sources.length}; name fewer, or raise max_files in the settings of research_tool`,
      );
    }
    if (bytes <= max_corpus_bytes) return;
    throw new ValidationError(
      `The corpus is too large: expected at most ${max_corpus_bytes} bytes, received ${bytes}; name fewer files, or raise max_corpus_bytes in the settings of research_tool`,
    );
  }

  #hold(sources: readonly CorpusSource[]): HeldCorpus {
    const key = JSON.stringify([...new Set(sources.map(({ part }) => part))]);
    const held = this.#corpora.get(key) ?? {
      index: new PassageIndex(),
      sources: new Map<string, HeldSource>(),
      turns: createTurns(),
      users: 0,
    };
    held.users += 1;
    this.#corpora.delete(key);
    this.#corpora.set(key, held);
    return held;
  }

  /** Forgets what has gone or changed, and reads what is new. */
  async #update(sources: readonly CorpusSource[], { context, pace, held }: Update): Promise<void> {
    const wanted = new Set(sources.map(({ state }) => state));
    for (const [state, { ids }] of held.sources) {
      if (wanted.has(state)) continue;
      held.sources.delete(state);
      for (const id of ids) {
        held.index.remove(id);
        await pace.breathe();
      }
    }
    const unread = sources.filter(({ state }) => !held.sources.has(state));
    const bytes = unread.reduce((sum, source) => sum + source.bytes, 1);
    let read = 0;
    for (const source of unread) {
      context.progress(read / bytes, `reading ${source.name}`);
      held.sources.set(source.state, await this.#read(source, { context, pace, held }));
      read += source.bytes;
    }
  }

  async #read(source: CorpusSource, { context, pace, held }: Update): Promise<HeldSource> {
    const remarks = new Remarks();
    const ids: number[] = [];
    try {
      for await (const piece of readSource(source, { context, pace, remarks })) {
        const id = this.#nextPassage++;
        ids.push(id);
        held.index.add({ ...piece, id, source: source.name });
        if (held.index.size > this.#config.max_passages) throw this.#tooManyPassages(source);
      }
    } catch (error) {
      // Half a source is none: the next call begins it anew.
      for (const id of ids) held.index.remove(id);
      throw error;
    }
    return { name: source.name, ids, remarks };
  }

  #tooManyPassages({ name }: CorpusSource): ValidationError {
    return new ValidationError(
      `The corpus has too many passages: expected at most ${this.#config.max_passages}, reached with '${name}'; name fewer files, or raise max_passages in the settings of research_tool`,
    );
  }

  #forget(): void {
    let passages = 0;
    for (const { index } of this.#corpora.values()) passages += index.size;
    for (const [key, { index, users }] of this.#corpora) {
      if (passages <= this.#config.max_passages && this.#corpora.size <= this.#config.max_corpora) return;
      if (users > 0) continue;
      this.#corpora.delete(key);
      passages -= index.size;
    }
  }
}
