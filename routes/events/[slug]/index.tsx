import { type Context, HttpError } from "fresh";
import { EventAbout, EventIntro } from "@/components/events/EventIntro.tsx";
import { EventPageHead } from "@/components/events/EventPageHead.tsx";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { BestTogether } from "@/components/seat_map/BestTogether.tsx";
import { ChosenSeats } from "@/components/seat_map/ChosenSeats.tsx";
import { SignLegend } from "@/components/seat_map/Legend.tsx";
import { MapTools } from "@/components/seat_map/MapTools.tsx";
import { PanelFoot } from "@/components/seat_map/PanelFoot.tsx";
import { SeatList } from "@/components/seat_map/SeatList.tsx";
import { ExpiredSeatsNotice, type OfferedSeat, RefusalNotice } from "@/components/seat_map/SeatNotices.tsx";
import { StandingAreas } from "@/components/seat_map/StandingAreas.tsx";
import { ZoneButtons } from "@/components/seat_map/ZoneButtons.tsx";
import SeatMap from "@/islands/SeatMap.tsx";
import { ensureVisitor } from "@/lib/auth/identify.ts";
import type { HoldView } from "@/lib/board/hold_view.ts";
import { cancellableIfBooked } from "@/lib/bookings/state.ts";
import type { Chart } from "@/lib/charts/chart.ts";
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import type { MapEvent } from "@/lib/client/seat_map/map_event.ts";
import { refusalText } from "@/lib/client/seat_map/refusal_text.ts";
import { siteAddress } from "@/lib/config.ts";
import { Unavailable } from "@/lib/errors.ts";
import { type EventDetail, eventDetail, type EventRecord } from "@/lib/events/event.ts";
import { saleStatus } from "@/lib/events/sale_status.ts";
import { formatMoney } from "@/lib/format/money.ts";
import { addToHold } from "@/lib/holds/add_to_hold.ts";
import { type HoldRefusal, listHolds } from "@/lib/holds/holds.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { posterTint } from "@/lib/posters/drawn_poster.ts";
import { type ExpiredSeats, expiredSeats, withSeats } from "@/lib/seats/expired_seats.ts";
import { readFound, rememberFound } from "@/lib/seats/found_seats.ts";
import { type SeatChoice, seatChoiceSchema } from "@/lib/seats/seat_choice.ts";
import { seatListPage } from "@/lib/seats/seat_list_page.ts";
import { answerGuests } from "@/lib/server/kept_pages.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import type { State } from "@/utils.ts";

export const handler = pageRoute({ access: "anyone", isIndexed: true, limits: { POST: "holds" } }, {
  async GET(ctx) {
    const { params, url, state } = ctx;
    const event = await publicEvent(state, params.slug);
    // The page's one address; an id leads here too.
    if (event.slug !== params.slug) return ctx.redirect(`/events/${event.slug}${url.search}`, 301);
    return await answerGuests(
      ctx,
      () => shownOf(state, event),
      async () => drawPage(ctx, await pageData(state, event, url)),
    );
  },

  /** A choice made without scripts: "best", "area" or "seats". Leads to the checkout, or says what is in the way. */
  async POST(ctx) {
    const { params, url, req, state } = ctx;
    const event = await publicEvent(state, params.slug);
    const buyer = ensureVisitor(state);
    const form = await readForm(req);
    const choice = readChoice(form);
    if (!choice) {
      const refusal = { text: "Nothing was chosen. Tick the seats that you would like.", instead: [] };
      return drawPage(ctx, { ...await pageData(state, event, url), refusal }, 422);
    }
    const answer = await addToHold(state.services, buyer, event.id, choice, {
      replaces: form.get("choice") === "instead",
      foundOf: (holdId) => readFound(state.cookies, holdId),
    });
    if (answer.ok) {
      const { id, seats } = answer.hold;
      if ("best" in choice) {
        rememberFound(state.cookies, id, seats.slice(-choice.best.quantity).map(({ id }) => id));
      }
      return ctx.redirect(checkoutPath(answer.hold, choice), 303);
    }
    const data = await pageData(state, event, url);
    const refusal = noticeOfRefusal(answer, (await state.services.catalog.chart(event)).index);
    return drawPage(ctx, { ...data, refusal }, answer.code === "validation" ? 422 : 409);
  },
});

type PageData = Awaited<ReturnType<typeof pageData>>;

function drawPage(ctx: Context<State>, data: PageData, status = 200): Promise<Response> {
  return ctx.render(<EventPage data={data} state={ctx.state} />, { status });
}

/** All that the page of a guest depends on besides the request. */
async function shownOf({ services: { catalog, now } }: State, event: EventRecord): Promise<unknown[]> {
  const [counts, overview, others] = await Promise.all([
    catalog.counts([event]),
    catalog.overview(event),
    catalog.otherDates(event),
  ]);
  const count = counts.get(event.id)!;
  const cancelUntil = cancellableIfBooked(event, now())?.getTime();
  return [event, count, overview, others, saleStatus(event, count, now()), cancelUntil];
}

function EventPage({ data, state: { locale, services } }: { data: PageData; state: State }) {
  const { event, mapEvent, hold, list, now } = data;
  const canFind = mapEvent.canChoose && list.hasSeats && event.saleStatus !== "sold-out";
  const canStand = mapEvent.canChoose && mapEvent.areas.length > 0;
  const hasMap = event.saleStatus !== "ended" && event.saleStatus !== "cancelled";
  return (
    <main id="main" class="tinted" style={{ "--tint": posterTint(event) }}>
      <EventPageHead event={event} site={siteAddress(services.config)} locale={locale} />
      <div class="event-page" style={{ "--hall": data.hallShape.toFixed(3) }}>
        <EventIntro event={event} others={data.others} locale={locale} />
        <SaleNotice event={event} locale={locale} />
        {data.refusal && <RefusalNotice {...data.refusal} />}
        {data.former && data.former.free.length > 0 && <ExpiredSeatsNotice seats={data.former} />}
        {hasMap && (
          <SeatMap
            event={mapEvent}
            label={`Seats for ${
              isolated(event.title)
            }. Arrow keys go from seat to seat, space takes one, plus and minus zoom.`}
            hold={hold}
            locale={locale}
            now={now}
            still={
              <img
                class="map-still"
                src={`/events/${event.slug}/map.svg`}
                // The browser lays it out as a separate document: the page itself comes first.
                loading="lazy"
                alt={`The hall for ${event.title}`}
              />
            }
            tools={<MapTools floors={list.floors} level={list.asked?.level ?? ""} />}
            chosen={hold && (
              <div class="panel-choice">
                <ChosenSeats seats={hold.seats} event={mapEvent} locale={locale} />
                <PanelFoot
                  seats={hold.seats}
                  hold={hold}
                  isReady
                  event={mapEvent}
                  locale={locale}
                  now={now}
                />
              </div>
            )}
            hint={<Hint saleStatus={event.saleStatus} />}
            handle={canFind || canStand ? "Prices and quick choice" : "Prices and key"}
          >
            {canStand && <StandingAreas event={mapEvent} hold={hold} locale={locale} />}
            <div>
              <h3 class="panel-subtitle">Prices</h3>
              <ZoneButtons event={mapEvent} locale={locale} />
            </div>
            {canFind && <BestTogether event={mapEvent} />}
            <SignLegend />
          </SeatMap>
        )}
        <EventAbout event={event} cancelUntil={data.cancelUntil} locale={locale} />
        {hasMap && canFind && <SeatList {...list} event={mapEvent} locale={locale} />}
      </div>
    </main>
  );
}

/** What to do while nothing is chosen. */
function Hint({ saleStatus }: { saleStatus: EventDetail["saleStatus"] }) {
  switch (saleStatus) {
    case "not-yet":
      return <p class="quiet panel-hint">The sale has not begun. Have a look around.</p>;
    case "sold-out":
      return <p class="quiet panel-hint">Nothing is available right now. Returned seats appear here.</p>;
    default:
      return <p class="quiet panel-hint">Pick seats on the map, or let us find some.</p>;
  }
}

/** What stands in the way of buying, in the sale's own words; nothing while seats can be had. */
function SaleNotice({ event, locale }: { event: EventDetail; locale: string }) {
  const { saleStatus, salesOpenAt, venue } = event;
  switch (saleStatus) {
    case "on-sale":
      return null;
    case "not-yet":
      return (
        <div class="wide">
          <Notice title="Not on sale yet">
            <p>
              {salesOpenAt
                ? (
                  <>
                    Seats can be chosen from{" "}
                    <DateTime at={salesOpenAt} timeZone={venue.timeZone} locale={locale} style="full" />.
                  </>
                )
                : "Seats can be chosen soon."} Until then, have a look around the hall.
            </p>
          </Notice>
        </div>
      );
    case "sold-out":
      return (
        <div class="wide">
          <Notice title="Sold out">
            <p>
              Every seat is taken. Returned seats appear on this map at once.{" "}
              <a href="/events" aria-current="false">See what else is on</a>
            </p>
          </Notice>
        </div>
      );
    case "ended":
      return (
        <div class="wide">
          <Notice title="The sale has ended">
            <p>
              <a href="/events" aria-current="false">See what else is on</a>
            </p>
          </Notice>
        </div>
      );
    case "cancelled":
      return (
        <div class="wide">
          <Notice kind="danger" title="This event is cancelled">
            <p>
              Everyone who booked is refunded automatically.{" "}
              <a href="/events" aria-current="false">See what else is on</a>
            </p>
          </Notice>
        </div>
      );
    default:
      return saleStatus satisfies never;
  }
}

async function publicEvent({ services }: State, slug: string): Promise<EventRecord> {
  const event = await services.catalog.publicEvent(slug);
  if (!event) throw new HttpError(404);
  return event;
}

async function pageData(state: State, event: EventRecord, url: URL) {
  const { services } = state;
  const now = services.now();
  const [counts, { chart, index }, { statuses, sections, placesLeft }, others, hold] = await Promise.all([
    services.catalog.counts([event]),
    services.catalog.chart(event),
    services.catalog.overview(event),
    services.catalog.otherDates(event),
    ownHold(state, event),
  ]);
  const detail = eventDetail(event, counts.get(event.id)!, now);
  const mapEvent = mapEventOf(detail, chart, placesLeft, state.locale);
  const had = hold || !mapEvent.canChoose ? [] : url.searchParams.getAll("seat");
  return {
    event: detail,
    cancelUntil: cancellableIfBooked(event, now),
    mapEvent,
    others,
    hold,
    hallShape: chart.height / chart.width,
    list: seatListPage({ index, statuses, sections, zones: detail.zones, query: url.searchParams }),
    now,
    refusal: null as { text: string; instead: OfferedSeat[] } | null,
    former: had.length > 0 ? await expiredOf(state, event, index, had) : null,
  };
}

/** What the caller holds already; nothing while the board cannot be reached, the map goes on asking. */
async function ownHold({ services, caller }: State, { id }: EventRecord): Promise<HoldView | null> {
  return (await unlessUnavailable(listHolds(services, caller, id)))?.at(-1) ?? null;
}

/** What became of the seats that the address names: the buyer had them. Nothing while the board cannot be reached. */
async function expiredOf(
  { services }: State,
  { id, maxSeatsPerBuyer }: EventRecord,
  index: ChartIndex,
  seatIds: string[],
): Promise<ExpiredSeats | null> {
  const snapshot = await unlessUnavailable(services.board.snapshot(id));
  return snapshot && expiredSeats(index, snapshot.statuses, seatIds, maxSeatsPerBuyer);
}

async function unlessUnavailable<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return null;
  }
}

function mapEventOf(
  event: EventDetail,
  chart: Chart,
  placesLeft: Map<string, number>,
  locale: string,
): MapEvent {
  const { id, slug, currency, maxSeatsPerBuyer, orphans, saleStatus } = event;
  const colours = new Map(chart.zones.map((zone) => [zone.id, zone.colour]));
  return {
    id,
    slug,
    currency,
    maxSeatsPerBuyer,
    orphans,
    zones: event.zones.map((zone, at) => ({
      ...zone,
      colour: colours.get(zone.id) ?? 1,
      letter: zoneLetter(at),
      priceText: formatMoney(zone.price, currency, locale, { short: true }),
    })),
    areas: chart.areas.map(({ id, name, zone }) => ({ id, name, zone, left: placesLeft.get(id) ?? 0 })),
    canChoose: saleStatus === "on-sale" || saleStatus === "sold-out",
  };
}

/** A to Z, then AA to ZZ. */
function zoneLetter(at: number): string {
  return String.fromCharCode(65 + at % 26).repeat(1 + Math.floor(at / 26));
}

function readChoice(form: URLSearchParams): SeatChoice | null {
  const quantity = Number(form.get("quantity"));
  const zone = form.get("zone") || undefined;
  const choices: Record<string, unknown> = {
    best: { best: { zone, quantity } },
    area: { area: form.get("area"), quantity },
    seats: { seats: form.getAll("seat") },
    instead: { seats: form.getAll("seat") },
  };
  return seatChoiceSchema.safeParse(choices[String(form.get("choice"))]).data ?? null;
}

/** The checkout of a hold; it is told which seats they are, and how many were to be the best together. */
function checkoutPath({ id, seats }: HoldView, choice: SeatChoice): string {
  const path = withSeats(`/checkout/${id}`, seats.map(({ id }) => id));
  return "best" in choice ? `${path}&best=${choice.best.quantity}` : path;
}

function noticeOfRefusal(
  refusal: HoldRefusal,
  { chart, indexById }: ChartIndex,
): { text: string; instead: OfferedSeat[] } {
  // In the chart's order, which is how people read them.
  const seatsOf = (ids: string[]) =>
    ids.flatMap((id) => indexById.get(id) ?? []).toSorted((a, b) => a - b).map((at) => chart.seats[at]);
  const { limit, scope } = "limit" in refusal ? refusal : {};
  const about = "unavailable" in refusal ? refusal.unavailable : "seats" in refusal ? refusal.seats : [];
  const text = refusalText({ code: refusal.code, limit, scope }, seatsOf(about));
  return { text, instead: "instead" in refusal ? seatsOf(refusal.instead) : [] };
}
