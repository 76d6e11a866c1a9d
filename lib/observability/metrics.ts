/** Metrics for Prometheus. Labels have low cardinality: routes are labelled by pattern, never by URL. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** The subjects of event streams: the seats of an event, a hold, or the status of a booking. */
export const streamKinds = ["seats", "hold", "booking"] as const;
export type StreamKind = (typeof streamKinds)[number];

export interface Metrics {
  /** A served request. `route` is the pattern, such as `/api/events/:id`. */
  request(route: string, method: string, status: number, durationMs: number): void;
  /** An attempt to hold seats: `held`, or the code of the refusal. */
  hold(outcome: string): void;
  /** A booking that reached this status. */
  booking(status: string): void;
  /** An event stream that opened, ended, or is being dropped because its client did not keep up. */
  stream(kind: StreamKind, change: "opened" | "ended" | "dropped"): void;
  /** Reads gauges, such as queue lengths, on every scrape. */
  watch<Name extends string>(source: GaugeSource<Name>): void;
  /** The Prometheus text. Gauges that cannot be read are left out and counted in `aisle_scrape_errors_total`. */
  text(): Promise<string>;
}

/** Gauges with one label that are read together. */
export interface GaugeSource<Name extends string> {
  /** Its name in `aisle_scrape_errors_total`. */
  name: string;
  /** Name of the label. */
  label: string;
  /** The help text of each gauge, by name. */
  gauges: Record<Name, string>;
  /** Label values and numbers for each gauge. Must have a deadline; rejects if they are unknown. */
  read(): Promise<Record<Name, [labelValue: string, value: number][]>>;
  onFailure(error: unknown): void;
}

/** A client may send any word as its method, but labels must stay few. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** The metrics of one process. */
export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const registry = registers[0];
  const requests = new Histogram({
    name: "aisle_http_request_duration_seconds",
    help: "Time to the response headers, by route, method and status",
    labelNames: ["route", "method", "status"],
    buckets: SECONDS_BUCKETS,
    registers,
  });
  const holds = new Counter({
    name: "aisle_holds_total",
    help: "Attempts to hold seats, by outcome",
    labelNames: ["outcome"],
    registers,
  });
  const bookings = new Counter({
    name: "aisle_bookings_total",
    help: "Bookings by the status they reached",
    labelNames: ["status"],
    registers,
  });
  const openStreams = new Gauge({
    name: "aisle_streams_open",
    help: "Event streams that are open now, by subject",
    labelNames: ["stream"],
    registers,
  });
  const droppedStreams = new Counter({
    name: "aisle_streams_dropped_total",
    help: "Event streams ended because their client left too much unread",
    labelNames: ["stream"],
    registers,
  });
  for (const stream of streamKinds) {
    openStreams.set({ stream }, 0);
    droppedStreams.inc({ stream }, 0);
  }
  const scrapeErrors = new Counter({
    name: "aisle_scrape_errors_total",
    help: "Failed attempts to read gauges, by source",
    labelNames: ["source"],
    registers,
  });
  new Gauge({
    name: "aisle_process_resident_memory_bytes",
    help: "Resident memory of the process",
    registers,
    collect() {
      this.set(Deno.memoryUsage().rss);
    },
  });

  const readings: (() => Promise<void>)[] = [];

  return {
    request(route, method, status, durationMs) {
      requests.observe({ route, method: METHODS.has(method) ? method : "other", status }, durationMs / 1000);
    },
    hold: (outcome) => holds.inc({ outcome }),
    booking: (status) => bookings.inc({ status }),
    stream(stream, change) {
      if (change === "dropped") droppedStreams.inc({ stream });
      else openStreams.inc({ stream }, change === "opened" ? 1 : -1);
    },
    watch({ name: source, label, gauges, read, onFailure }) {
      const byName = Object.entries<string>(gauges).map(([name, help]) =>
        [name, new Gauge({ name, help, labelNames: [label], registers })] as const
      );
      scrapeErrors.inc({ source }, 0);
      readings.push(async () => {
        const rows = await read().catch((error) => {
          scrapeErrors.inc({ source });
          onFailure(error);
          return null;
        });
        for (const [name, gauge] of byName) {
          gauge.reset();
          for (const [value, number] of rows?.[name as keyof typeof rows] ?? []) {
            gauge.set({ [label]: value }, number);
          }
        }
      });
    },
    async text() {
      await Promise.all(readings.map((reading) => reading()));
      return await registry.metrics();
    },
  };
}
