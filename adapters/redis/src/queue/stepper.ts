import type { Clock, Lane, Logger } from "@aiecs/core";
import type { Line, StepRequest } from "./line.ts";
import type { Turns } from "./turns.ts";

export type StepperParts = {
  readonly lane: Lane;
  readonly line: Line;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly logger: Logger;
};

type Asked = {
  readonly request: StepRequest;
  readonly answer: (key: string | undefined) => void;
  readonly refuse: (error: unknown) => void;
};

const pauseAfterTroubleMs = 500;

/** Brings the steps of a lane's turns to the line: those asked for meanwhile go together. */
export class Stepper {
  readonly #parts: StepperParts;
  #asked: Asked[] = [];
  #isBusy = false;
  #isClosing = false;

  constructor(parts: StepperParts) {
    this.#parts = parts;
  }

  /** What the turn holds then; undefined when that is nothing. While Redis is away it waits. @throws E006 when it is closing */
  ask(request: StepRequest): Promise<string | undefined> {
    return new Promise((answer, refuse) => {
      this.#asked.push({ request, answer, refuse });
      if (this.#isBusy) return;
      this.#isBusy = true;
      setImmediate(() => void this.#work());
    });
  }

  /** From now on it does not wait for Redis. */
  close(): void {
    this.#isClosing = true;
  }

  async #work(): Promise<void> {
    while (this.#asked.length > 0) {
      const batch = this.#asked;
      this.#asked = [];
      try {
        await this.#bring(batch);
      } catch (error) {
        for (const { refuse } of batch) refuse(error);
      }
    }
    this.#isBusy = false;
  }

  async #bring(batch: readonly Asked[]): Promise<void> {
    const { lane, line, clock, logger } = this.#parts;
    const requests = batch.map(({ request }) => request);
    for (let isFirst = true; ; isFirst = false) {
      try {
        const { keys, waiting, later } = await line.step(lane, requests);
        const leaving = requests.filter(({ takes }) => !takes).length;
        if (later.length > 0 || leaving > 0) await this.#provide(later, Math.min(leaving, waiting));
        for (const [index, { answer }] of batch.entries()) answer(keys[index] || undefined);
        return;
      } catch (error) {
        if (this.#isClosing) throw error;
        if (isFirst) logger.warn({ err: error, lane }, "The queue cannot go on; it tries again");
        await new Promise<void>((resolve) => clock.schedule(resolve, pauseAfterTroubleMs));
      }
    }
  }

  /** Turns for what comes later, and in place of those that leave items behind. */
  async #provide(later: Parameters<Turns["addNamed"]>[0], count: number): Promise<void> {
    const { turns, lane, logger } = this.#parts;
    try {
      await turns.addNamed(later);
      await turns.add(count);
    } catch (error) {
      logger.warn({ err: error, lane }, "Turns could not be added to the queue; they are looked after later");
    }
  }
}
