/** The composition root: picks the adapters for the settings and injects them. Nothing opens before its first use. */
import { OidcClient } from "./auth/oidc_client.ts";
import { Sessions } from "./auth/sessions.ts";
import type { SeatBoard } from "./board/board.ts";
import { memoryBoard } from "./board/memory.ts";
import { connectRedis } from "./board/redis/connection.ts";
import { redisBoard } from "./board/redis/redis_board.ts";
import { boardSource } from "./board/source.ts";
import { type CountBookedSeats, countBookedSeats } from "./bookings/count_booked_seats.ts";
import { BookingStreams } from "./bookings/streams.ts";
import { ChartImporter } from "./charts/imports/importer.ts";
import { ChartReader } from "./charts/input.ts";
import { type Config, siteUrl } from "./config.ts";
import type { Secrets } from "./config/secrets.ts";
import { openPool, type Sql } from "./db/pool.ts";
import { EventCatalog } from "./events/catalog.ts";
import { Sitemap } from "./events/sitemap.ts";
import { type Readiness, watchReadiness } from "./health/health.ts";
import { watchPaymentOutcomes } from "./health/payment_outcomes.ts";
import { watchQueues } from "./health/queue_health.ts";
import { HoldStreams } from "./holds/hold_streams.ts";
import { SeatStreams } from "./holds/seat_streams.ts";
import { createRateLimits, noRateLimits, type RateLimits } from "./http/rate_limits.ts";
import { EventStreams } from "./http/sse.ts";
import { StreamCaps } from "./http/stream_caps.ts";
import type { EventLog } from "./messaging/event_log.ts";
import { kafkaEventLog } from "./messaging/kafka/kafka_event_log.ts";
import { createKicks, type Kicks } from "./messaging/kicks.ts";
import { postgresEventLog } from "./messaging/postgres/postgres_event_log.ts";
import { redisKicks } from "./messaging/redis_kicks.ts";
import { type Mailer, smtpMailer } from "./notifications/mailer.ts";
import { createLogger, type Logger } from "./observability/log.ts";
import { createMetrics, type Metrics } from "./observability/metrics.ts";
import { mockProvider } from "./payments/mock/provider.ts";
import { withFaults } from "./payments/mock/with_faults.ts";
import type { PaymentProvider } from "./payments/provider.ts";
import { ExportPrinter } from "./privacy/export_printer.ts";
import { ArtworkPictures } from "./posters/artwork.ts";
import { PictureMaker } from "./posters/picture_maker.ts";
import { type TicketSigner, ticketSigner } from "./ticket_codes/ticket_token.ts";
import { TicketPrinter } from "./tickets/ticket_printer.ts";

/** All services; each feature declares the ones it needs: see docs/decisions/0032-rooms-are-ordered.md. */
export interface Services {
  config: Config;
  secrets: Secrets;
  sql: Sql;
  sessions: Sessions;
  countBookedSeats: CountBookedSeats;
  board: SeatBoard;
  eventLog: EventLog;
  provider: PaymentProvider;
  /** Null without an SMTP server: messages are read in the app. */
  mailer: Mailer | null;
  tickets: TicketSigner;
  /** Prints tickets in a thread. */
  printer: Pick<TicketPrinter, "print">;
  /** Prints what is kept about a person in a thread. */
  exportPrinter: Pick<ExportPrinter, "print">;
  /** Parses uploaded charts in a thread. */
  charts: Pick<ChartReader, "read" | "check">;
  /** Imports charts in a thread. */
  chartImporter: Pick<ChartImporter, "run">;
  /** Prepares artwork and share images in a thread. */
  pictures: Pick<PictureMaker, "prepare" | "share">;
  sitemap: Pick<Sitemap, "root" | "file">;
  /** The stored artwork. */
  artwork: Pick<ArtworkPictures, "read">;
  catalog: EventCatalog;
  /** Null: people sign in here only. */
  oidc: OidcClient | null;
  rateLimits: RateLimits;
  /** All open event streams of the process; closed before the server stops. */
  streams: EventStreams;
  seatStreams: SeatStreams;
  holdStreams: HoldStreams;
  bookingStreams: BookingStreams;
  /** Whether the dependencies respond; at most a second old. */
  readiness: () => Promise<Readiness>;
  logger: Logger;
  metrics: Metrics;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** The settings with a database: the configured one, or the embedded one that was started. */
export type ConnectedConfig = Config & { databaseUrl: string };

/** The maximum number of connections from one process to Postgres. */
const POOL_SIZE = 20;

/**
 * The services of one process. `close` closes everything they opened, streams first and the database last.
 */
export function createServices(
  config: ConnectedConfig,
  secrets: Secrets,
): Services & { close(): Promise<void> } {
  const now = Date.now;
  const logger = createLogger();
  const sql = openPool(config.databaseUrl, { max: POOL_SIZE });
  const onRedisError = (error: Error) => logger.warn("Redis cannot be reached", { error });
  const source = boardSource(sql);
  const board = config.redisUrl
    ? redisBoard({ urls: config.redisUrl, source, onError: onRedisError })
    : memoryBoard({ source, now });
  const redis = config.redisUrl ? connectRedis(config.redisUrl, onRedisError) : undefined;
  const subscriber = config.redisUrl ? connectRedis(config.redisUrl, onRedisError) : undefined;
  const sharedKicks: { stop(): void }[] = [];
  function kicksOn(channel: string): Kicks {
    if (!redis || !subscriber) return createKicks();
    const kicks = redisKicks({ publisher: redis, subscriber, onError: onRedisError, channel });
    sharedKicks.push(kicks);
    return kicks;
  }
  const kicks = kicksOn("aisle:kick");
  const eventLog = config.kafkaBrokers.length > 0
    ? kafkaEventLog({
      brokers: config.kafkaBrokers,
      security: config.kafkaSecurity,
      clientId: "aisle",
      sql,
      logger,
      kicks,
    })
    : postgresEventLog({ sql, logger, kicks, publications: kicksOn("aisle:published") });
  const mailer = config.smtpUrl
    ? smtpMailer(config.smtpUrl, `tickets@${new URL(siteUrl(config)).hostname}`)
    : null;
  const metrics = createMetrics();
  watchQueues(metrics, { sql, eventLog, logger });
  watchPaymentOutcomes(metrics, { sql, logger });
  const streams = new EventStreams({ metrics, caps: config.rateLimits ? new StreamCaps() : undefined });
  const tickets = ticketSigner(secrets.ticketKey);
  const printer = new TicketPrinter();
  const exportPrinter = new ExportPrinter();
  const charts = new ChartReader();
  const chartImporter = new ChartImporter();
  const artwork = new ArtworkPictures(sql);
  const pictures = new PictureMaker(artwork);
  return {
    config,
    secrets,
    sql,
    sessions: new Sessions({ sql, secrets, now }),
    countBookedSeats: countBookedSeats(sql),
    board,
    eventLog,
    provider: withFaults(
      mockProvider({
        sql,
        approvalRate: config.paymentApprovalRate,
        paymentDeadlineMs: config.paymentDeadlineMs,
      }),
      config.mockProvider,
      Math.random,
    ),
    mailer,
    tickets,
    printer,
    exportPrinter,
    charts,
    chartImporter,
    pictures,
    artwork,
    sitemap: new Sitemap({ sql, site: siteUrl(config), now }),
    catalog: new EventCatalog({ sql, board, now }),
    oidc: config.oidc ? new OidcClient({ config: { ...config, oidc: config.oidc }, logger, now }) : null,
    rateLimits: config.rateLimits ? createRateLimits({ redis, logger }) : noRateLimits,
    streams,
    seatStreams: new SeatStreams({ board, streams, logger }),
    holdStreams: new HoldStreams({ streams, logger }),
    bookingStreams: new BookingStreams({ sql, tickets, eventLog, logger, streams }),
    readiness: watchReadiness({ sql, board, eventLog, logger, now }),
    logger,
    metrics,
    now,
    async close() {
      streams.closeAll();
      await eventLog.close();
      for (const kicks of sharedKicks) kicks.stop();
      await board.close();
      mailer?.close();
      printer.close();
      await exportPrinter.close();
      charts.close();
      chartImporter.close();
      await pictures.close();
      redis?.disconnect();
      subscriber?.disconnect();
      await sql.end({ timeout: 5 });
    },
  };
}
