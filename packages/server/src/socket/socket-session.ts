import { ExecutionError, httpStatusOf, type Logger, OverloadedError, type Tasks, ValidationError } from "@aiecs/core";
import { AccessError } from "#auth/access-error.ts";
import type { User } from "#auth/user.ts";
import { followTask } from "./follow-task.ts";
import { parseRequest, type SocketRequest, UnreadableRequest } from "./socket-messages.ts";
import type { SocketWriter } from "./socket-writer.ts";

export type SocketSessionOptions = {
  readonly user: User;
  readonly tasks: Tasks;
  readonly writer: SocketWriter;
  readonly maxSubscriptions: number;
  readonly logger: Pick<Logger, "error">;
};

type SubscribeRequest = Extract<SocketRequest, { readonly action: "subscribe" }>;
type Subject = { readonly id?: string | number; readonly task_id?: string };

/** What one client has asked for. Nothing it sends makes it throw. */
export class SocketSession {
  readonly #options: SocketSessionOptions;
  readonly #subscriptions = new Map<string, AbortController>();

  constructor(options: SocketSessionOptions) {
    this.#options = options;
  }

  async receive(text: string): Promise<void> {
    let request: SocketRequest | undefined;
    try {
      request = parseRequest(text);
      await this.#answer(request);
    } catch (error) {
      this.#tellError(error, error instanceof UnreadableRequest ? error.tag : subjectOf(request));
    }
  }

  /** Ends all subscriptions: the client is gone, or will be. */
  end(): void {
    for (const subscription of this.#subscriptions.values()) subscription.abort();
    this.#subscriptions.clear();
  }

  refuseBinary(): void {
    this.#tellError(new UnreadableRequest(["expected a text, received bytes"]), {});
  }

  async #answer(request: SocketRequest): Promise<void> {
    const { writer, tasks, user } = this.#options;
    const tag = tagOf(request);
    switch (request.action) {
      case "ping":
        return writer.answer({ type: "pong", ...tag });
      case "subscribe":
        return this.#subscribe(request);
      case "unsubscribe":
        return this.#unsubscribe(request.task_id, tag);
      case "cancel": {
        if (!user.scopes.has("tasks:write")) throw new AccessError(403, "This needs the scope 'tasks:write'");
        const { id, status } = await tasks.cancelTask(request.task_id);
        return writer.answer({ type: "cancelled", task_id: id, status, ...tag });
      }
    }
  }

  async #subscribe(request: SubscribeRequest): Promise<void> {
    const { task_id: taskId, after } = request;
    const { writer, tasks, maxSubscriptions } = this.#options;
    if (this.#subscriptions.has(taskId)) throw new ValidationError(`The task ${taskId} is subscribed to already`);
    if (this.#subscriptions.size >= maxSubscriptions) {
      throw new OverloadedError(`${maxSubscriptions} tasks are subscribed to, which is as many as a socket may`);
    }
    const subscription = new AbortController();
    this.#subscriptions.set(taskId, subscription);
    try {
      await tasks.getTask(taskId);
    } catch (error) {
      this.#forget(taskId, subscription);
      throw error;
    }
    if (subscription.signal.aborted) return;
    writer.answer({ type: "subscribed", task_id: taskId, after, ...tagOf(request) });
    void this.#follow(taskId, after, subscription);
  }

  async #follow(taskId: string, after: number, subscription: AbortController): Promise<void> {
    const { writer, tasks } = this.#options;
    const { signal } = subscription;
    try {
      const ended = await followTask(tasks, taskId, { after, signal, deliver: (event) => writer.event(event) });
      if (signal.aborted) return;
      this.#forget(taskId, subscription);
      if (ended) writer.answer({ type: "done", task_id: taskId, last_event: ended.last_event });
      else throw new AccessError(503, "The events broke off: subscribe again after the last one");
    } catch (error) {
      this.#forget(taskId, subscription);
      this.#tellError(error, { task_id: taskId });
    }
  }

  #unsubscribe(taskId: string, tag: Subject): void {
    const subscription = this.#subscriptions.get(taskId);
    if (!subscription) throw new ValidationError("There is no subscription to that task");
    subscription.abort();
    this.#subscriptions.delete(taskId);
    this.#options.writer.answer({ type: "unsubscribed", task_id: taskId, ...tag });
  }

  #forget(taskId: string, subscription: AbortController): void {
    if (this.#subscriptions.get(taskId) === subscription) this.#subscriptions.delete(taskId);
  }

  #tellError(error: unknown, subject: Subject): void {
    const { writer, logger, user } = this.#options;
    if (error instanceof ExecutionError) {
      const status = error instanceof AccessError ? error.statusCode : httpStatusOf(error);
      writer.answer({ type: "error", ...subject, code: error.code, status, detail: error.message });
      return;
    }
    logger.error({ error, userId: user.id }, "A message on a socket could not be answered");
    writer.answer({ type: "error", ...subject, code: "E003", status: 500, detail: "An unexpected error" });
  }
}

function tagOf({ id }: { readonly id?: string | number }): { readonly id?: string | number } {
  return id === undefined ? {} : { id };
}

function subjectOf(request: SocketRequest | undefined): Subject {
  if (!request) return {};
  return { ...tagOf(request), ...("task_id" in request && { task_id: request.task_id }) };
}
