import type { Layout, Recognition, ThreadLanguage } from "./messages.ts";
import { createSlots } from "./slots.ts";
import { type RecognitionThread, startThread } from "./start-thread.ts";

export type RecognizeOptions = {
  readonly language: ThreadLanguage;
  readonly layout: Layout;
  readonly signal: AbortSignal;
};

/** Recognises text on threads of its own, which are started at need and kept for the next image. */
export interface Recognizer extends AsyncDisposable {
  /** `draw` makes the PNG once a thread is free, so that waiting images take no memory. @throws the signal's reason */
  recognize(draw: () => Promise<Uint8Array>, options: RecognizeOptions): Promise<Recognition>;
}

export type RecognizerOptions = {
  /** How many images are recognised at once; each thread holds about 100 MB. @default 2 */
  readonly maxThreads?: number;
};

export function createRecognizer({ maxThreads = 2 }: RecognizerOptions = {}): Recognizer {
  const slots = createSlots(maxThreads);
  const stopping = new AbortController();
  const idle: RecognitionThread[] = [];
  const closings = new Set<Promise<void>>();
  const running = new Set<Promise<unknown>>();

  async function close(thread: RecognitionThread): Promise<void> {
    const closing = thread.close().finally(() => closings.delete(closing));
    closings.add(closing);
    await closing;
  }

  /** Only for the holder of a slot: then at least one of `maxThreads` threads is idle, or not started yet. */
  async function takeThread(language: ThreadLanguage): Promise<RecognitionThread> {
    const place = idle.findIndex((thread) => thread.isAlive && thread.code === language.code);
    const [fitting] = place === -1 ? [] : idle.splice(place, 1);
    if (fitting) return fitting;
    const [unfitting] = idle.splice(0, 1);
    if (unfitting) await close(unfitting);
    return startThread(language);
  }

  async function recognize(draw: () => Promise<Uint8Array>, options: RecognizeOptions): Promise<Recognition> {
    const signal = AbortSignal.any([options.signal, stopping.signal]);
    const release = await slots.acquire(signal);
    try {
      const image = await draw();
      signal.throwIfAborted();
      const thread = await takeThread(options.language);
      try {
        const recognition = await thread.recognize({ image, layout: options.layout }, signal);
        idle.push(thread);
        return recognition;
      } catch (error) {
        await close(thread);
        throw error;
      }
    } catch (error) {
      // After an abort nothing is left of a call, not even a thread that waits for more.
      if (signal.aborted) await Promise.all(idle.splice(0).map(close));
      throw error;
    } finally {
      release();
    }
  }

  return {
    recognize(draw, options) {
      const run = recognize(draw, options).finally(() => running.delete(run));
      running.add(run);
      return run;
    },
    async [Symbol.asyncDispose]() {
      stopping.abort(new Error("The image tool was closed while text was being recognised"));
      await Promise.allSettled(running);
      await Promise.all(idle.splice(0).map(close));
      await Promise.all(closings);
    },
  };
}
