-- The schema as the thirty migrations in before/ left it, for a database that has none of them.
--
-- Ids are UUIDv7 made in TypeScript, money is in minor units, times are UTC. Every status has a check, so that a bug in the
-- code cannot store one that the code does not know. Rows that are only deleted by age have a BRIN index on their time: they
-- are written in its order, so that ranges of blocks are enough, and writing one adds no entry to a tree.

-- Trusted by PostgreSQL: whoever owns the database may create it.
create extension if not exists pg_trgm;

-- People ------------------------------------------------------------------------------------------------------

create table users (
  id uuid primary key,
  -- Null once the account is deleted: bookings stay, the person goes.
  email text,
  name text not null,
  -- The words of the name as they are searched (foldText), and the version of the rules that made them.
  search_name text not null default '',
  search_version integer not null default 0,
  password_hash text,
  role text not null check (role in ('visitor', 'checkin', 'organizer', 'admin')),
  locale text,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
-- Addresses that differ only in the case of A to Z are one account. The collation makes that so in every locale and release
-- of Postgres; the product lowers what it looks for in the same way (lib/text/unicode_forms.ts).
create unique index users_email on users (lower(email collate "C"));
create index users_search_version on users (search_version);

-- One row per signed-in device: the family of refresh tokens that rotated out of one sign-in.
create table sessions (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  refresh_hash bytea not null,
  -- The token before the last rotation is accepted for 30 s (two tabs); later use ends the family.
  previous_hash bytea,
  rotated_at timestamptz,
  user_agent text not null default '',
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create unique index sessions_refresh_hash on sessions (refresh_hash);
create index sessions_previous_hash on sessions (previous_hash) where previous_hash is not null;
create index sessions_user on sessions (user_id) where ended_at is null;
create index sessions_expires on sessions (expires_at);

create table audit_log (
  id uuid primary key,
  at timestamptz not null default now(),
  actor_id uuid references users (id),
  action text not null,
  subject_type text not null,
  subject_id text not null,
  detail jsonb not null default '{}'
);
create index audit_log_subject on audit_log (subject_type, subject_id, at desc);

-- Halls ---------------------------------------------------------------------------------------------------------

-- The time zones that a venue may have: the primary names of IANA's table 2026f, as in lib/format/time_zones.json.
create table time_zones (name text primary key);
insert into time_zones (name) select * from regexp_split_to_table(trim($names$
  Africa/Abidjan Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Asmara Africa/Bamako Africa/Bangui
  Africa/Banjul Africa/Bissau Africa/Blantyre Africa/Brazzaville Africa/Bujumbura Africa/Cairo
  Africa/Casablanca Africa/Ceuta Africa/Conakry Africa/Dakar Africa/Dar_es_Salaam Africa/Djibouti
  Africa/Douala Africa/El_Aaiun Africa/Freetown Africa/Gaborone Africa/Harare Africa/Johannesburg Africa/Juba
  Africa/Kampala Africa/Khartoum Africa/Kigali Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Lome
  Africa/Luanda Africa/Lubumbashi Africa/Lusaka Africa/Malabo Africa/Maputo Africa/Maseru Africa/Mbabane
  Africa/Mogadishu Africa/Monrovia Africa/Nairobi Africa/Ndjamena Africa/Niamey Africa/Nouakchott
  Africa/Ouagadougou Africa/Porto-Novo Africa/Sao_Tome Africa/Tripoli Africa/Tunis Africa/Windhoek
  America/Adak America/Anchorage America/Anguilla America/Antigua America/Araguaina
  America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/Cordoba America/Argentina/Jujuy
  America/Argentina/La_Rioja America/Argentina/Mendoza America/Argentina/Rio_Gallegos America/Argentina/Salta
  America/Argentina/San_Juan America/Argentina/San_Luis America/Argentina/Tucuman America/Argentina/Ushuaia
  America/Aruba America/Asuncion America/Atikokan America/Bahia America/Bahia_Banderas America/Barbados
  America/Belem America/Belize America/Blanc-Sablon America/Boa_Vista America/Bogota America/Boise
  America/Cambridge_Bay America/Campo_Grande America/Cancun America/Caracas America/Cayenne America/Cayman
  America/Chicago America/Chihuahua America/Ciudad_Juarez America/Costa_Rica America/Coyhaique America/Creston
  America/Cuiaba America/Curacao America/Danmarkshavn America/Dawson America/Dawson_Creek America/Denver
  America/Detroit America/Dominica America/Edmonton America/Eirunepe America/El_Salvador America/Fort_Nelson
  America/Fortaleza America/Glace_Bay America/Goose_Bay America/Grand_Turk America/Grenada America/Guadeloupe
  America/Guatemala America/Guayaquil America/Guyana America/Halifax America/Havana America/Hermosillo
  America/Indiana/Indianapolis America/Indiana/Knox America/Indiana/Marengo America/Indiana/Petersburg
  America/Indiana/Tell_City America/Indiana/Vevay America/Indiana/Vincennes America/Indiana/Winamac
  America/Inuvik America/Iqaluit America/Jamaica America/Juneau America/Kentucky/Louisville
  America/Kentucky/Monticello America/Kralendijk America/La_Paz America/Lima America/Los_Angeles
  America/Lower_Princes America/Maceio America/Managua America/Manaus America/Marigot America/Martinique
  America/Matamoros America/Mazatlan America/Menominee America/Merida America/Metlakatla America/Mexico_City
  America/Miquelon America/Moncton America/Monterrey America/Montevideo America/Montserrat America/Nassau
  America/New_York America/Nome America/Noronha America/North_Dakota/Beulah America/North_Dakota/Center
  America/North_Dakota/New_Salem America/Nuuk America/Ojinaga America/Panama America/Paramaribo
  America/Phoenix America/Port-au-Prince America/Port_of_Spain America/Porto_Velho America/Puerto_Rico
  America/Punta_Arenas America/Rankin_Inlet America/Recife America/Regina America/Resolute America/Rio_Branco
  America/Santarem America/Santiago America/Santo_Domingo America/Sao_Paulo America/Scoresbysund America/Sitka
  America/St_Barthelemy America/St_Johns America/St_Kitts America/St_Lucia America/St_Thomas
  America/St_Vincent America/Swift_Current America/Tegucigalpa America/Thule America/Tijuana America/Toronto
  America/Tortola America/Vancouver America/Whitehorse America/Winnipeg America/Yakutat Antarctica/Casey
  Antarctica/Davis Antarctica/DumontDUrville Antarctica/Macquarie Antarctica/Mawson Antarctica/McMurdo
  Antarctica/Palmer Antarctica/Rothera Antarctica/Syowa Antarctica/Troll Antarctica/Vostok Arctic/Longyearbyen
  Asia/Aden Asia/Almaty Asia/Amman Asia/Anadyr Asia/Aqtau Asia/Aqtobe Asia/Ashgabat Asia/Atyrau Asia/Baghdad
  Asia/Bahrain Asia/Baku Asia/Bangkok Asia/Barnaul Asia/Beirut Asia/Bishkek Asia/Brunei Asia/Chita
  Asia/Colombo Asia/Damascus Asia/Dhaka Asia/Dili Asia/Dubai Asia/Dushanbe Asia/Famagusta Asia/Gaza
  Asia/Hebron Asia/Ho_Chi_Minh Asia/Hong_Kong Asia/Hovd Asia/Irkutsk Asia/Jakarta Asia/Jayapura Asia/Jerusalem
  Asia/Kabul Asia/Kamchatka Asia/Karachi Asia/Kathmandu Asia/Khandyga Asia/Kolkata Asia/Krasnoyarsk
  Asia/Kuala_Lumpur Asia/Kuching Asia/Kuwait Asia/Macau Asia/Magadan Asia/Makassar Asia/Manila Asia/Muscat
  Asia/Nicosia Asia/Novokuznetsk Asia/Novosibirsk Asia/Omsk Asia/Oral Asia/Phnom_Penh Asia/Pontianak
  Asia/Pyongyang Asia/Qatar Asia/Qostanay Asia/Qyzylorda Asia/Riyadh Asia/Sakhalin Asia/Samarkand Asia/Seoul
  Asia/Shanghai Asia/Singapore Asia/Srednekolymsk Asia/Taipei Asia/Tashkent Asia/Tbilisi Asia/Tehran
  Asia/Thimphu Asia/Tokyo Asia/Tomsk Asia/Ulaanbaatar Asia/Urumqi Asia/Ust-Nera Asia/Vientiane
  Asia/Vladivostok Asia/Yakutsk Asia/Yangon Asia/Yekaterinburg Asia/Yerevan Atlantic/Azores Atlantic/Bermuda
  Atlantic/Canary Atlantic/Cape_Verde Atlantic/Faroe Atlantic/Madeira Atlantic/Reykjavik
  Atlantic/South_Georgia Atlantic/St_Helena Atlantic/Stanley Australia/Adelaide Australia/Brisbane
  Australia/Broken_Hill Australia/Darwin Australia/Eucla Australia/Hobart Australia/Lindeman
  Australia/Lord_Howe Australia/Melbourne Australia/Perth Australia/Sydney Etc/UTC Europe/Amsterdam
  Europe/Andorra Europe/Astrakhan Europe/Athens Europe/Belgrade Europe/Berlin Europe/Bratislava
  Europe/Brussels Europe/Bucharest Europe/Budapest Europe/Busingen Europe/Chisinau Europe/Copenhagen
  Europe/Dublin Europe/Gibraltar Europe/Guernsey Europe/Helsinki Europe/Isle_of_Man Europe/Istanbul
  Europe/Jersey Europe/Kaliningrad Europe/Kirov Europe/Kyiv Europe/Lisbon Europe/Ljubljana Europe/London
  Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Mariehamn Europe/Minsk Europe/Monaco Europe/Moscow
  Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Riga Europe/Rome Europe/Samara
  Europe/San_Marino Europe/Sarajevo Europe/Saratov Europe/Simferopol Europe/Skopje Europe/Sofia
  Europe/Stockholm Europe/Tallinn Europe/Tirane Europe/Ulyanovsk Europe/Vaduz Europe/Vatican Europe/Vienna
  Europe/Vilnius Europe/Volgograd Europe/Warsaw Europe/Zagreb Europe/Zurich Indian/Antananarivo Indian/Chagos
  Indian/Christmas Indian/Cocos Indian/Comoro Indian/Kerguelen Indian/Mahe Indian/Maldives Indian/Mauritius
  Indian/Mayotte Indian/Reunion Pacific/Apia Pacific/Auckland Pacific/Bougainville Pacific/Chatham
  Pacific/Chuuk Pacific/Easter Pacific/Efate Pacific/Fakaofo Pacific/Fiji Pacific/Funafuti Pacific/Galapagos
  Pacific/Gambier Pacific/Guadalcanal Pacific/Guam Pacific/Honolulu Pacific/Kanton Pacific/Kiritimati
  Pacific/Kosrae Pacific/Kwajalein Pacific/Majuro Pacific/Marquesas Pacific/Midway Pacific/Nauru Pacific/Niue
  Pacific/Norfolk Pacific/Noumea Pacific/Pago_Pago Pacific/Palau Pacific/Pitcairn Pacific/Pohnpei
  Pacific/Port_Moresby Pacific/Rarotonga Pacific/Saipan Pacific/Tahiti Pacific/Tarawa Pacific/Tongatapu
  Pacific/Wake Pacific/Wallis
$names$, E' \n'), '\s+');

create table venues (
  id uuid primary key,
  name text not null,
  city text not null,
  country text not null,
  address text not null default '',
  time_zone text not null references time_zones (name),
  -- Whoever created it. Only admins change one without an owner.
  owner_id uuid references users (id),
  created_at timestamptz not null default now()
);

-- One immutable row per version of a hall's chart. An event pins one.
create table charts (
  id uuid not null,
  version integer not null check (version > 0),
  venue_id uuid not null references venues (id),
  name text not null,
  seat_count integer not null check (seat_count between 1 and 60000),
  -- json, not jsonb: the text is served as it was written.
  body json not null,
  -- Whoever wrote the first version. Only admins write versions of a chart without an owner.
  owner_id uuid references users (id),
  created_at timestamptz not null default now(),
  primary key (id, version)
);
create index charts_venue on charts (venue_id);

-- Events --------------------------------------------------------------------------------------------------------

-- Artwork that organizers upload. Its id is the hash of its content, so events share it, and its pictures never change.
create table artworks (
  id text primary key check (id ~ '^[0-9a-f]{64}$'),
  -- Of the largest picture.
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  -- A colour that goes with it.
  tint text not null check (tint ~ '^#[0-9a-f]{6}$'),
  -- When it was last uploaded: artwork without an event is kept for a while, so that an upload can find its event.
  uploaded_at timestamptz not null default now()
);

create table artwork_pictures (
  artwork_id text not null references artworks on delete cascade,
  width integer not null,
  type text not null check (type in ('webp', 'jpg')),
  -- External: pictures are compressed already.
  bytes bytea storage external not null,
  primary key (artwork_id, width, type)
);

-- function weighted_words 3f8122f15231daf7
-- function searched_words b679598087ec22b4
create table events (
  id uuid primary key,
  slug text not null unique,
  type text not null check (type in ('concert', 'film')),
  title text not null,
  description text not null,
  -- From what age people are let in; null: from any.
  minimum_age smallint check (minimum_age between 1 and 99),
  venue_id uuid not null references venues (id),
  chart_id uuid not null,
  chart_version integer not null,
  status text not null default 'draft' check (status in ('draft', 'published', 'cancelled')),
  -- Null in drafts only: a copy has no times until someone sets them.
  starts_at timestamptz,
  ends_at timestamptz check (ends_at > starts_at),
  doors_at timestamptz,
  sales_open_at timestamptz,
  sales_close_at timestamptz,
  -- When places for wheelchairs are open to everybody; null: two days before the event starts.
  accessible_release_at timestamptz,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  max_seats_per_buyer integer not null check (max_seats_per_buyer between 1 and 100),
  -- What becomes of a choice that needlessly leaves a single seat alone: the buyer is warned, or it is refused.
  orphans text not null default 'warn' check (orphans in ('warn', 'refuse')),
  cancellation_allowed boolean not null default false,
  cancellation_until timestamptz,
  -- Indexes of seats that are not for sale (status x).
  blocked_seats integer[] not null default '{}',
  seat_count integer not null,
  -- The lowest zone price: kept with the zones, so that lists sort by it.
  price_from integer,
  -- The drawn poster's motif, unlike those beside it in lists; artwork stands in its place.
  poster_motif text,
  artwork_id text references artworks,
  artwork_alt text not null default '',
  -- The point that stays in view when it is cropped, in percent.
  artwork_x smallint not null default 50 check (artwork_x between 0 and 100),
  artwork_y smallint not null default 50 check (artwork_y between 0 and 100),
  organizer_id uuid references users (id),
  -- Grows with every write: the ETag that If-Match is compared with.
  revision integer not null default 1,
  -- Three lines of words as they are searched, made in TypeScript: title, description, venue and city.
  search_text text not null,
  -- What relevance looks at. Apart because it is small: reading the whole would cost more than finding it.
  search_head tsvector not null generated always as (
    weighted_words(split_part(search_text, E'\n', 1), 'A') ||
    weighted_words(split_part(search_text, E'\n', 3), 'B')) stored,
  -- What titles are sorted by: in scripts without spaces the searched words are not the title's letters in order.
  title_key text not null default '',
  -- The version of the rules that made the searched columns: rows of older ones are written again, a few at a time.
  search_version integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (chart_id, chart_version) references charts (id, version),
  constraint events_dated check (status = 'draft' or (starts_at is not null and ends_at is not null))
);
create index events_search on events using gin (searched_words(search_text));
create index events_search_version on events (search_version);
create index events_listed on events (starts_at, id) where status <> 'draft';
create index events_drafts on events (starts_at) where status = 'draft';
create index events_cancelled on events (id) where status = 'cancelled';
create index events_sales_open on events (sales_open_at) where status = 'published' and sales_open_at is not null;
-- Whether a hall is free at a time.
create index events_in_hall on events (chart_id, starts_at) where status = 'published';
-- The other dates of an event are those of its title.
create index events_by_title on events (title, starts_at) where status = 'published';
create index events_organizer on events (organizer_id);
create index events_venue on events (venue_id);
create index events_artwork on events (artwork_id) where artwork_id is not null;

-- Every word of every event, to find the one that a mistyped word was meant to be. A word stays when its events go:
-- before one is suggested, the search checks that an event still has it.
create table search_words (word text primary key);
create index search_words_trigrams on search_words using gist (word gist_trgm_ops);
-- function remember_search_words 52b28fe0eaf45366
create trigger events_search_words after insert or update of search_text on events
  for each row execute function remember_search_words();

create table zones (
  event_id uuid not null references events (id) on delete cascade,
  id text not null,
  name text not null,
  price integer not null check (price >= 0),
  position integer not null,
  primary key (event_id, id)
);

-- A change of the time, doors or hall of an event that people had booked: how it was, how it is since, until when they may
-- cancel for free, and what they are told (null: nothing). Messages are written in batches, in the order of the bookings'
-- ids; told_up_to is the last that has one.
create table event_changes (
  id uuid primary key,
  event_id uuid not null references events (id) on delete cascade,
  at timestamptz not null default now(),
  was jsonb not null,
  became jsonb not null,
  cancel_until timestamptz,
  notice jsonb,
  told_up_to uuid,
  told_at timestamptz
);
create index event_changes_event on event_changes (event_id, at);
create index event_changes_untold on event_changes (at) where notice is not null and told_at is null;

-- The seats of an event as other systems know them by the topic seat.status: the board's epoch and version after the last
-- message. Moved by compare-and-set together with the message, so that several bridges do no harm.
create table seat_status_positions (
  event_id uuid primary key references events (id) on delete cascade,
  epoch text not null,
  version bigint not null
);

-- Bookings -----------------------------------------------------------------------------------------------------
--
-- Rows that are written with their booking or after it have no foreign keys to its event or buyer: each placing would lock
-- the event's row once for each of them, where all buyers of an on-sale meet.

create table bookings (
  id uuid primary key,
  code text not null unique,
  event_id uuid not null references events (id),
  user_id uuid not null references users (id),
  hold_id text not null,
  attempt integer not null,
  -- The chart that the seats' indexes belong to.
  chart_version integer not null,
  status text not null check (status in ('pending', 'confirmed', 'failed', 'cancelled', 'refunded')),
  -- False while the booking may still change without anyone's doing: pending, or failed with a payment that may yet arrive.
  final boolean not null,
  failure_reason text
    check (failure_reason in ('payment-declined', 'payment-timeout', 'seats-lost', 'event-cancelled')),
  total integer not null check (total >= 0),
  -- What the buyer was shown when they paid; null when an API client did not say.
  shown_total integer,
  currency text not null,
  -- Null when nothing is to be paid.
  payment_token text,
  -- The language in which the buyer read dates and prices, a tag of BCP 47: that of the booking's messages, tickets and
  -- calendar. Null for bookings from before.
  locale text,
  -- When an unanswered payment makes the booking fail.
  deadline_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (final = (status in ('confirmed', 'cancelled', 'refunded')) or status = 'failed'),
  check ((status = 'failed') <= (failure_reason is not null)),
  constraint bookings_payment_token check (total = 0 or payment_token is not null)
);
create index bookings_user on bookings (user_id, created_at desc, id desc);
create index bookings_event on bookings (event_id, created_at desc, id desc);
create index bookings_unsettled on bookings (deadline_at) where not final;
create index bookings_hold on bookings (hold_id);
-- What changed lately, for the sweeper.
create index bookings_updated on bookings (updated_at);
-- Sales of the last days, of all events.
create index bookings_created on bookings using brin (created_at) with (autosummarize = on);

create table booking_seats (
  booking_id uuid not null references bookings (id) on delete cascade,
  seat_index integer not null,
  seat_id text not null,
  section text not null,
  row text not null,
  number text not null,
  zone text not null,
  price integer not null check (price >= 0),
  -- When its ticket was given back: the seat stays as history, but is no longer part of the booking.
  returned_at timestamptz,
  primary key (booking_id, seat_index)
);

-- The proof that no seat is sold twice: one row per claimed seat of an event, and this primary key.
create table seat_claims (
  event_id uuid not null,
  seat_index integer not null,
  booking_id uuid not null references bookings (id),
  primary key (event_id, seat_index)
);
create index seat_claims_booking on seat_claims (booking_id);

-- How many seats of an event a buyer has in live bookings: the limit is checked here, in the placing statement.
create table buyer_seats (
  event_id uuid not null,
  user_id uuid not null,
  seats integer not null check (seats >= 0),
  primary key (event_id, user_id)
);

-- One row per attempt to book a hold: the booking it made, or void (null) when the attempt was given up.
-- Who inserts first wins, so an attempt that was given up cannot be committed later.
create table placements (
  hold_id text not null,
  attempt integer not null,
  booking_id uuid,
  created_at timestamptz not null default now(),
  primary key (hold_id, attempt)
);
create index placements_created on placements using brin (created_at) with (autosummarize = on);

create table idempotency_keys (
  user_id uuid not null references users (id) on delete cascade,
  key text not null,
  -- SHA-256 of the canonical request body: another body under the same key is refused.
  request_hash bytea not null,
  -- The booking that was placed, or the answer of another write, for a repeat.
  booking_id uuid,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_keys_created on idempotency_keys using brin (created_at) with (autosummarize = on);

-- function place_booking d1f1d87cf0848b17

-- Money --------------------------------------------------------------------------------------------------------

-- One row per booking decides about its money: the first insert wins. `started` may be charged, `voided` never.
-- The table is also the queue: due rows are leased by moving next_attempt_at on.
create table payments (
  booking_id uuid primary key references bookings (id),
  status text not null check (status in ('started', 'voided', 'approved', 'declined', 'closed')),
  amount integer not null check (amount >= 0),
  currency text not null,
  -- Null when nothing is to be paid.
  token text,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  -- Since when its tries fail, and why; null again once one succeeds.
  failing_since timestamptz,
  error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((status = 'started') = (next_attempt_at is not null)),
  constraint payments_token check (amount = 0 or token is not null)
);
create index payments_due on payments (next_attempt_at) where status = 'started';
create index payments_failing on payments (failing_since) where status = 'started' and failing_since is not null;
-- Payments of the last hour, for their success rate.
create index payments_created on payments using brin (created_at) with (autosummarize = on);

create table refunds (
  id uuid primary key,
  booking_id uuid not null references payments (booking_id),
  amount integer not null,
  reason text not null check (reason in ('cancelled-by-buyer', 'event-cancelled', 'seats-lost', 'organizer')),
  status text not null check (status in ('pending', 'done')),
  -- A refund by ticket: its tickets, what the organizer keeps of their price, whether their seats stay off sale, and why.
  tickets uuid[],
  fee integer not null default 0 check (fee >= 0),
  seats_kept boolean not null default false,
  note text,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  -- As in payments.
  failing_since timestamptz,
  error text,
  created_at timestamptz not null default now(),
  done_at timestamptz,
  check ((status = 'pending') = (next_attempt_at is not null)),
  -- One of nothing (a free seat, or a fee as high as the price) is done at once: no provider is asked.
  constraint refunds_amount_check
    check (amount > 0 or (amount = 0 and tickets is not null and status = 'done'))
);
create index refunds_booking on refunds (booking_id);
create index refunds_due on refunds (next_attempt_at) where status = 'pending';
create index refunds_failing on refunds (failing_since) where status = 'pending' and failing_since is not null;

-- The mock payment provider's own books. It stands for another company's database: nothing of Aisle joins it, and the
-- auditor compares the two.
create schema mock_provider;

create table mock_provider.charges (
  -- The idempotency key of the caller: the booking id.
  key text primary key,
  amount integer not null,
  currency text not null,
  token text not null,
  -- processing: it may still approve at approves_at. closed: nothing was taken, and nothing ever will be.
  status text not null check (status in ('processing', 'approved', 'declined', 'closed')),
  approves_at timestamptz,
  created_at timestamptz not null default now(),
  decided_at timestamptz
);

create table mock_provider.refunds (
  key text primary key,
  charge_key text not null references mock_provider.charges (key),
  amount integer not null check (amount > 0),
  created_at timestamptz not null default now()
);
create index refunds_charge on mock_provider.refunds (charge_key);

-- Tickets, the door, messages -----------------------------------------------------------------------------------

create table tickets (
  id uuid primary key,
  booking_id uuid not null references bookings (id),
  event_id uuid not null,
  seat_index integer not null,
  seat_id text not null,
  created_at timestamptz not null default now(),
  voided_at timestamptz,
  unique (booking_id, seat_index)
);

create table checkins (
  ticket_id uuid primary key references tickets (id),
  event_id uuid not null references events (id),
  by_user_id uuid references users (id),
  -- The same device reading a ticket twice within seconds has read it once.
  device text,
  checked_in_at timestamptz not null default now()
);

-- What buyers are told: shown in the app's inbox, and sent by SMTP where one is set. One per booking and kind; of a kind
-- that repeats, such as a refund, one per fact.
create table messages (
  id uuid primary key,
  user_id uuid not null references users (id),
  booking_id uuid references bookings (id),
  kind text not null,
  fact text not null default '',
  subject text not null,
  text text not null,
  -- The parts of the text, of which mails make HTML. Null for messages from before.
  body jsonb,
  created_at timestamptz not null default now(),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  failing_since timestamptz,
  error text,
  -- It ends once: sent; given up, when the server refuses it for good or it was tried for days; or withdrawn, when later
  -- events made it untrue before it was sent.
  sent_at timestamptz,
  failed_at timestamptz,
  withdrawn_at timestamptz,
  constraint messages_end_once check (num_nonnulls(sent_at, failed_at, withdrawn_at) <= 1),
  constraint messages_error_told check ((failed_at is null) or (error is not null))
);
create unique index messages_once on messages (booking_id, kind, fact);
create index messages_user on messages (user_id, created_at desc, id desc);
create index messages_unsent on messages (next_attempt_at)
  where sent_at is null and failed_at is null and withdrawn_at is null;
create index messages_failed on messages (failed_at) where failed_at is not null;
create index messages_failing on messages (failing_since)
  where sent_at is null and failed_at is null and failing_since is not null;

-- Messaging ----------------------------------------------------------------------------------------------------

-- Written in the transaction that it reports. The relay sets `position` when it has published the row; the embedded event
-- log reads by it, and rows without one are still to be sent.
create table outbox (
  seq bigint generated always as identity primary key,
  id uuid not null,
  topic text not null,
  key text not null,
  traceparent text,
  data jsonb not null,
  occurred_at timestamptz not null default now(),
  position bigint
);
create index outbox_unsent on outbox (seq) where position is null;
create index outbox_topic on outbox (topic, position) where position is not null;
create unique index outbox_position on outbox (position) where position is not null;

-- Where each consumer group of the embedded event log stands.
create table consumer_offsets (
  consumer_group text not null,
  topic text not null,
  position bigint not null,
  primary key (consumer_group, topic)
);

create table inbox (
  consumer_group text not null,
  message_id uuid not null,
  received_at timestamptz not null default now(),
  primary key (consumer_group, message_id)
);
create index inbox_received on inbox using brin (received_at) with (autosummarize = on);

create table dead_letters (
  id uuid primary key,
  consumer_group text not null,
  topic text not null,
  message jsonb not null,
  error text not null,
  attempts integer not null default 1,
  next_attempt_at timestamptz,
  created_at timestamptz not null default now(),
  resolved_at timestamptz
);
create index dead_letters_open on dead_letters (next_attempt_at) where resolved_at is null;
