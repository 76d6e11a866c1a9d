/** The composition root: picks the adapters for the settings and hands them round. Nothing opens before it is used. */
import type { Sessions } from "./auth/sessions.ts";
import type { Config, Secrets } from "./config.ts";
import type { Sql } from "./db/pool.ts";
import type { EventCatalog } from "./events/catalog.ts";
import type { RateLimits } from "./http/rate_limits.ts";
import type { EventLog } from "./messaging/event_log.ts";
import type { Mailer } from "./notifications/mailer.ts";
import type { Logger } from "./observability/log.ts";
import type { Metrics } from "./observability/metrics.ts";
import type { PaymentProvider } from "./payments/provider.ts";
import type { SeatBoard } from "./seats/board.ts";
import type { TicketSigner } from "./tickets/ticket_token.ts";

/** All that a feature may need. Functions of `lib` take the part they use: `Pick<Services, "sql" | "board">`. */
export interface Services {
  config: Config;
  secrets: Secrets;
  sql: Sql;
  sessions: Sessions;
  board: SeatBoard;
  eventLog: EventLog;
  provider: PaymentProvider;
  /** Null when no SMTP server is set: messages are read in the app. */
  mailer: Mailer | null;
  tickets: TicketSigner;
  catalog: EventCatalog;
  rateLimits: RateLimits;
  logger: Logger;
  metrics: Metrics;
  /** Milliseconds since the epoch. */
  now: () => number;
}
