import { randomUUID } from "node:crypto";
import type { ConsumeOptions, QueueConsumer } from "@aiecs/core";
import { type Job, Worker } from "bullmq";
import type { RedisConnection } from "#connection/open-redis.ts";
import { Stepper, type StepperParts } from "./stepper.ts";
import { queueNames } from "./turns.ts";

export type ConsumerParts = StepperParts & {
  readonly connection: RedisConnection;
  readonly prefix: string;
  /** What a process has taken that is not heard of for so long comes again. */
  readonly leaseMs: number;
};

type TurnJob = Job<number, void, "turn">;

/** How long what could not be handled stays out of the line: the first time, the second, and so on. */
const pausesMs = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000];
/** BullMQ gives up a job whose worker died so often: never. */
const anyNumber = 1_000_000_000;
const reconnectMs = 1_000;
const closeWithinMs = 3_000;

/** Gets turns of a lane, as many at once as it may, and has handled what each takes from the line. */
export class RedisConsumer implements QueueConsumer {
  readonly #parts: ConsumerParts;
  readonly #options: ConsumeOptions;
  readonly #stepper: Stepper;
  readonly #worker: Worker<number, void, "turn">;
  readonly #connection: ReturnType<RedisConnection["duplicate"]>;
  readonly #underWay = new Set<Promise<void>>();
  #closing: Promise<void> | undefined;
  /** Trouble is told of once. */
  #isWell = true;

  constructor(parts: ConsumerParts, options: ConsumeOptions) {
    const { lane, prefix, leaseMs, connection } = parts;
    this.#parts = parts;
    this.#options = options;
    this.#stepper = new Stepper(parts);
    this.#connection = connection.duplicate();
    this.#worker = new Worker(queueNames[lane], (job) => this.#track(job), {
      connection: this.#connection,
      prefix,
      concurrency: options.concurrency,
      lockDuration: leaseMs,
      stalledInterval: leaseMs / 2,
      maxStalledCount: anyNumber,
      runRetryDelay: reconnectMs,
    });
    this.#worker.on("error", (error) => this.#tell(error));
    this.#worker.on("active", () => {
      this.#isWell = true;
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#stepper.close();
    // Without Redis the worker would wait for it for ever; its turns are somebody else's when Redis is back.
    const closed = this.#worker.close(!this.#isConnected);
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    const { promise: tooLong, resolve } = Promise.withResolvers<void>();
    const cancelTimer = this.#parts.clock.schedule(resolve, this.#isConnected ? closeWithinMs : 0);
    await Promise.race([closed, tooLong]);
    cancelTimer();
    this.#connection.disconnect();
  }

  get #isConnected(): boolean {
    return this.#connection.status === "ready";
  }

  #tell(error: unknown): void {
    const { logger, lane } = this.#parts;
    if (this.#isWell) logger.warn({ err: error, lane }, "Trouble with the queue; it goes on when that is over");
    this.#isWell = false;
  }

  #track(job: TurnJob): Promise<void> {
    const turn = this.#turn(job).finally(() => this.#underWay.delete(turn));
    this.#underWay.add(turn);
    return turn;
  }

  async #turn({ id = "", data }: TurnJob): Promise<void> {
    const begin = { turn: id, holder: randomUUID(), step: 0, dueAt: data, takes: true };
    let key = await this.#stepper.ask(begin);
    for (let step = 1; key !== undefined; step += 1) {
      const isHandled = await this.#handle(key);
      const takes = this.#closing === undefined;
      key = await this.#stepper.ask({ ...begin, step, takes, ...(!isHandled && { pausesMs }) });
    }
  }

  async #handle(key: string): Promise<boolean> {
    try {
      await this.#options.handle(key);
      return true;
    } catch (error) {
      this.#parts.logger.warn({ err: error, task: key }, "A task could not be run; it is tried again later");
      return false;
    }
  }
}
