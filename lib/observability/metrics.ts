/** What the program counts, for Prometheus. Labels have few values: routes by their pattern, never by their URL. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";

export interface Metrics {
  /** One answered request. `route` is the pattern, such as `/api/events/:id`. */
  request(route: string, method: string, status: number, durationMs: number): void;
  /** One try to hold seats: `held`, or the code of the refusal. */
  hold(outcome: string): void;
  /** One booking that came to this status. */
  booking(status: string): void;
  /** A number that is read when somebody looks, such as the lag of a queue; the rows are label values and number. */
  gauge(
    name: string,
    help: string,
    label: string,
    read: () => Promise<[label: string, value: number][]>,
  ): void;
  /** The Prometheus text. A gauge that cannot be read is left out. */
  text(): Promise<string>;
}

/** A client may send any word as its method; labels must stay few. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** The metrics of one process. */
export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const registry = registers[0];
  const requests = new Histogram({
    name: "aisle_http_request_duration_seconds",
    help: "Time to the answer's headers, by route, method and status",
    labelNames: ["route", "method", "status"],
    buckets: SECONDS_BUCKETS,
    registers,
  });
  const holds = new Counter({
    name: "aisle_holds_total",
    help: "Tries to hold seats, by outcome",
    labelNames: ["outcome"],
    registers,
  });
  const bookings = new Counter({
    name: "aisle_bookings_total",
    help: "Bookings by the status they came to",
    labelNames: ["status"],
    registers,
  });
  new Gauge({
    name: "aisle_process_resident_memory_bytes",
    help: "Memory that the process holds",
    registers,
    collect() {
      this.set(Deno.memoryUsage().rss);
    },
  });

  return {
    request(route, method, status, durationMs) {
      requests.observe({ route, method: METHODS.has(method) ? method : "other", status }, durationMs / 1000);
    },
    hold: (outcome) => holds.inc({ outcome }),
    booking: (status) => bookings.inc({ status }),
    gauge(name, help, label, read) {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        async collect() {
          this.reset();
          const rows = await read().catch(() => []);
          for (const [value, number] of rows) this.set({ [label]: value }, number);
        },
      });
    },
    text: () => registry.metrics(),
  };
}
