const secondsBuckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30] as const;
const name = "http_request_duration_seconds";
const help = "HTTP requests by method, route and status.";

/** How long requests of one kind took. */
type Times = {
  readonly labels: string;
  /** One for each bucket, and one for what took longer. */
  readonly counts: number[];
  sum: number;
};

/** Durations of requests, by labels. */
export interface RequestTimes {
  record(method: string, route: string, status: number, seconds: number): void;
  /** In Prometheus' text format. */
  toText(): string;
}

// prom-client's histogram takes longer for one observation than the executor for one call.
export function createRequestTimes(): RequestTimes {
  const byRoute = new Map<string, Map<string, Times>>();
  return {
    record(method, route, status, seconds) {
      let times = byRoute.get(route);
      if (!times) byRoute.set(route, (times = new Map()));
      const key = method + status;
      let own = times.get(key);
      if (!own) times.set(key, (own = createTimes(method, route, status)));
      own.sum += seconds;
      let bucket = 0;
      while (seconds > (secondsBuckets[bucket] ?? Number.POSITIVE_INFINITY)) bucket += 1;
      own.counts[bucket] = (own.counts[bucket] ?? 0) + 1;
    },
    toText() {
      const all = [...byRoute.values()].flatMap((times) => [...times.values()]);
      return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...all.flatMap(linesOf), ""].join("\n");
    },
  };
}

/** Labels are our own: routes as they were written, methods and numbers. */
function createTimes(method: string, route: string, status: number): Times {
  const counts = Array.from({ length: secondsBuckets.length + 1 }, () => 0);
  return { labels: `method="${method}",route="${route}",status="${status}"`, counts, sum: 0 };
}

function linesOf({ labels, counts, sum }: Times): readonly string[] {
  let total = 0;
  const buckets = counts.map((count, index) => {
    total += count;
    return `${name}_bucket{${labels},le="${secondsBuckets[index] ?? "+Inf"}"} ${total}`;
  });
  return [...buckets, `${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${total}`];
}
