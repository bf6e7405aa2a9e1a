import { LiveMap } from "./live-map.ts";

/** An item's place in the queue, by which it can be taken out. */
export type QueuePlace<T> = {
  readonly item: T;
  lane: Lane<T> | undefined;
  previous: QueuePlace<T> | undefined;
  next: QueuePlace<T> | undefined;
};

/** One owner's items, and a link of the ring in which the owners take turns. */
class Lane<T> {
  readonly owner: string | undefined;
  first: QueuePlace<T> | undefined;
  last: QueuePlace<T> | undefined;
  previous: Lane<T> = this;
  next: Lane<T> = this;

  constructor(owner: string | undefined) {
    this.owner = owner;
  }
}

const nobody = Symbol("nobody");

/**
 * First in, first out within an owner, and one from each owner in turn. Every method takes constant time; an empty
 * queue holds nothing.
 */
export class FairQueue<T> {
  readonly #lanes = new LiveMap<Lane<T>>();
  /** The lanes form a ring; this one's turn is next. */
  #turn: Lane<T> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(owner: string | undefined, item: T): QueuePlace<T> {
    const lane = this.#lanes.get(owner ?? nobody) ?? this.#openLane(owner);
    const place: QueuePlace<T> = { item, lane, previous: lane.last, next: undefined };
    if (lane.last) lane.last.next = place;
    else lane.first = place;
    lane.last = place;
    this.#size += 1;
    return place;
  }

  /** Takes the next item out; undefined when there is none. */
  shift(): T | undefined {
    const place = this.#turn?.first;
    if (!place) return undefined;
    this.#turn = this.#turn?.next;
    this.remove(place);
    return place.item;
  }

  /** Whether it was still there. */
  remove(place: QueuePlace<T>): boolean {
    const { lane, previous, next } = place;
    if (!lane) return false;
    // What is out leads to nothing that is in: else the collector of garbage might keep all that come later, too.
    place.lane = undefined;
    place.previous = undefined;
    place.next = undefined;
    if (previous) previous.next = next;
    else lane.first = next;
    if (next) next.previous = previous;
    else lane.last = previous;
    this.#size -= 1;
    if (!lane.first) this.#closeLane(lane);
    return true;
  }

  /** A new owner's turn comes after everybody else's. */
  #openLane(owner: string | undefined): Lane<T> {
    const lane = new Lane<T>(owner);
    this.#lanes.set(owner ?? nobody, lane);
    const turn = this.#turn;
    if (turn) {
      lane.next = turn;
      lane.previous = turn.previous;
      turn.previous.next = lane;
      turn.previous = lane;
    } else this.#turn = lane;
    return lane;
  }

  #closeLane(lane: Lane<T>): void {
    this.#lanes.delete(lane.owner ?? nobody);
    lane.previous.next = lane.next;
    lane.next.previous = lane.previous;
    if (this.#turn === lane) this.#turn = lane.next === lane ? undefined : lane.next;
    lane.previous = lane;
    lane.next = lane;
  }
}
