import type { Clock, Logger } from "@aiecs/core";

export type AnnouncerOptions = {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Tells other processes that something changed. */
  readonly say: () => Promise<void>;
};

/** Time between two announcements: each wakes every process that watches. */
const pauseMs = 20;

/**
 * Tells other processes of changes: of the first at once, then of all that came meanwhile. After the commit, not in it:
 * commits that notify take turns over all the server, and none may share its wait for the disk with another.
 */
export class Announcer {
  readonly #options: AnnouncerOptions;
  #isDue = false;
  #underWay: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #isClosing = false;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  announce(): void {
    this.#isDue = true;
    this.#underWay ??= this.#run();
  }

  /** Resolves when all has been said. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#wake?.();
    await this.#underWay;
  }

  async #run(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false;
      try {
        await this.#options.say();
      } catch (error) {
        // Those who watch look by themselves now and then.
        this.#options.logger.debug({ err: error }, "Other processes could not be told of a change");
      }
      await this.#pause();
    }
    this.#underWay = undefined;
  }

  #pause(): Promise<void> {
    if (this.#isClosing) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#options.clock.schedule(resolve, pauseMs);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
