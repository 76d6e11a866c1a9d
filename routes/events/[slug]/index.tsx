import type { Context } from "fresh";
import type { ComponentChildren } from "preact";
import { EventAbout, EventIntro } from "@/components/events/EventIntro.tsx";
import { EventPageHead } from "@/components/events/EventPageHead.tsx";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import { BestTogether } from "@/components/seat_map/BestTogether.tsx";
import { ChosenSeats } from "@/components/seat_map/ChosenSeats.tsx";
import { SignLegend } from "@/components/seat_map/Legend.tsx";
import { MapTools } from "@/components/seat_map/MapTools.tsx";
import { PanelFoot } from "@/components/seat_map/PanelFoot.tsx";
import { SeatList } from "@/components/seat_map/SeatList.tsx";
import { ExpiredSeatsNotice, RefusalNotice } from "@/components/seat_map/SeatNotices.tsx";
import { StandingAreas } from "@/components/seat_map/StandingAreas.tsx";
import { ZoneButtons } from "@/components/seat_map/ZoneButtons.tsx";
import SeatMap from "@/islands/SeatMap.tsx";
import { ensureVisitor } from "@/lib/auth/identify.ts";
import type { HoldView } from "@/lib/board/hold_view.ts";
import { mapEventOf } from "@/lib/client/seat_map/map_event.ts";
import { refusalNotice } from "@/lib/client/seat_map/refusal_text.ts";
import { siteUrl } from "@/lib/config.ts";
import type { EventDetail } from "@/lib/events/event.ts";
import { addToHold } from "@/lib/holds/add_to_hold.ts";
import { type ChoosingPage, choosingPageInputs, loadChoosingPage } from "@/lib/holds/choosing_page.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { readForm } from "@/lib/http/request_body.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { spokenIn } from "@/lib/i18n/words.ts";
import { posterTint } from "@/lib/posters/drawn_poster.ts";
import { withSeats } from "@/lib/seats/expired_seats.ts";
import { readFound, rememberFound } from "@/lib/seats/found_seats.ts";
import { readChoiceForm, type SeatChoice } from "@/lib/seats/seat_choice.ts";
import { cacheForGuests } from "@/lib/server/page_cache.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import type { State } from "@/utils.ts";

export const handler = pageRoute({ access: "anyone", isIndexed: true, limits: { POST: "holds" } }, {
  async GET(ctx) {
    const { params, url, state: { services, caller, words } } = ctx;
    const event = orNotFound(await services.catalog.publicEvent(params.slug));
    // The page's canonical URL; an id redirects here too.
    if (event.slug !== params.slug) return ctx.redirect(`/events/${event.slug}${url.search}`, 301);
    return await cacheForGuests(
      ctx,
      () => choosingPageInputs(services, event),
      async () =>
        renderPage(ctx, await loadChoosingPage(services, caller, event, url.searchParams, words.seatMap)),
    );
  },

  /** Holds a choice made without scripts, and redirects to the checkout or says why the seats can't be held. */
  async POST(ctx) {
    const { params, url, req, state } = ctx;
    const { services, cookies, words } = state;
    const event = orNotFound(await services.catalog.publicEvent(params.slug));
    const buyer = ensureVisitor(state);
    const form = await readForm(req);
    const choice = readChoiceForm(form);
    const refuse = async (refusal: Refusal, status: number) =>
      renderPage(
        ctx,
        await loadChoosingPage(services, buyer, event, url.searchParams, words.seatMap),
        refusal,
        status,
      );
    if (!choice) {
      return await refuse(
        { text: words.seatMap.nothingChosen, instead: [] },
        422,
      );
    }
    const result = await addToHold(services, buyer, event.id, choice, {
      replaces: form.get("choice") === "instead",
      foundOf: (holdId) => readFound(cookies, holdId),
    });
    if (!result.ok) {
      const { index } = await services.catalog.chart(event);
      return await refuse(
        refusalNotice(result, index, words),
        result.code === "validation" ? 422 : 409,
      );
    }
    const { id, seats } = result.hold;
    if ("best" in choice) rememberFound(cookies, id, seats.slice(-choice.best.quantity).map(({ id }) => id));
    return ctx.redirect(checkoutPath(result.hold, choice), 303);
  },
});

/** The class names whose value is truthy. They put what the layout depends on ahead of the parts themselves. */
function classes(names: Record<string, unknown>): string {
  return Object.keys(names).filter((name) => names[name]).join(" ");
}

type Refusal = ReturnType<typeof refusalNotice>;

function renderPage(
  ctx: Context<State>,
  data: ChoosingPage,
  refusal: Refusal | null = null,
  status = 200,
): Promise<Response> {
  return ctx.render(<EventPage data={data} refusal={refusal} state={ctx.state} />, { status });
}

function EventPage({ data, refusal, state: { language, services } }: {
  data: ChoosingPage;
  refusal: Refusal | null;
  state: State;
}) {
  const locale = useLocale();
  const { event, chart, hold, list, expired, now } = data;
  const words = useWords("seatMap");
  const mapEvent = mapEventOf(data, locale);
  const canFind = mapEvent.canChoose && list.hasSeats && event.saleStatus !== "sold-out";
  const canStand = mapEvent.canChoose && mapEvent.areas.length > 0;
  const hasMap = event.saleStatus !== "ended" && event.saleStatus !== "cancelled";
  return (
    <main id="main" class="tinted" style={{ "--tint": posterTint(event) }}>
      <EventPageHead event={event} site={siteUrl(services.config)} />
      <div
        class={classes({
          "event-page": true,
          "with-map": hasMap,
          "with-floors": list.floors.length > 0,
          "with-choice": hold,
        })}
        style={{ "--hall": (chart.height / chart.width).toFixed(3) }}
      >
        <EventIntro event={event} others={data.others} />
        <SaleNotice event={event} />
        {refusal && <RefusalNotice {...refusal} />}
        {expired && expired.free.length > 0 && <ExpiredSeatsNotice seats={expired} />}
        {hasMap && (
          <SeatMap
            words={spokenIn(language, locale, "seatChoice", "seats")}
            event={mapEvent}
            label={words.mapLabel({ title: isolated(event.title) })}
            hold={hold}
            now={now}
            still={
              <img
                class="map-still"
                src={`/events/${event.slug}/map.svg`}
                // The browser lays it out as a separate document: the page itself comes first.
                loading="lazy"
                alt={words.mapAlt({ title: event.title })}
              />
            }
            tools={<MapTools floors={list.floors} level={list.search?.level ?? ""} />}
            chosen={hold && (
              <div class="panel-choice">
                <ChosenSeats seats={hold.seats} event={mapEvent} />
                <PanelFoot
                  seats={hold.seats}
                  hold={hold}
                  isReady
                  event={mapEvent}
                  now={now}
                />
              </div>
            )}
            hint={<p class="quiet panel-hint">{hintOf(event.saleStatus, words.hint)}</p>}
            handle={canFind || canStand ? words.handle : words.handleKey}
          >
            {canStand && <StandingAreas event={mapEvent} hold={hold} />}
            <div>
              <h3 class="panel-subtitle">{words.prices}</h3>
              <ZoneButtons event={mapEvent} />
            </div>
            {canFind && <BestTogether event={mapEvent} />}
            <SignLegend />
          </SeatMap>
        )}
        <EventAbout event={event} cancelUntil={data.cancelUntil} />
        {hasMap && canFind && <SeatList {...list} event={mapEvent} />}
      </div>
    </main>
  );
}

/**
 * What to do while nothing is chosen. Not a component: content that the island does not show at first is rendered
 * outside the page, without access to its words.
 */
function hintOf(saleStatus: EventDetail["saleStatus"], words: Words["seatMap"]["hint"]): string {
  if (saleStatus === "not-yet") return words.notYet;
  return saleStatus === "sold-out" ? words.soldOut : words.pick;
}

/** Why the event can't be booked; nothing while seats are available. */
function SaleNotice({ event }: { event: EventDetail }) {
  const { notice: words } = useWords("seatMap");
  const { saleStatus, salesOpenAt, venue } = event;
  if (saleStatus === "on-sale") return null;
  const link = (inner: ComponentChildren) => <a href="/events" aria-current="false">{inner}</a>;
  const time = () => <DateTime at={salesOpenAt!} timeZone={venue.timeZone} style="full" />;
  const notices: Record<typeof saleStatus, { title: string; text: ComponentChildren }> = {
    "not-yet": { title: words.notYet, text: salesOpenAt ? words.opensAt({ time }) : words.opensSoon },
    "sold-out": { title: words.soldOut, text: words.soldOutText({ link }) },
    "ended": { title: words.ended, text: words.endedText({ link }) },
    "cancelled": { title: words.cancelled, text: words.cancelledText({ link }) },
  };
  const { title, text } = notices[saleStatus];
  return (
    <div class="wide">
      <Notice kind={saleStatus === "cancelled" ? "danger" : undefined} title={title}>
        <p>{text}</p>
      </Notice>
    </div>
  );
}

/** The checkout's URL, with the seats of the hold and the number of them that were requested as best available. */
function checkoutPath({ id, seats }: HoldView, choice: SeatChoice): string {
  const path = withSeats(`/checkout/${id}`, seats.map(({ id }) => id));
  return "best" in choice ? `${path}&best=${choice.best.quantity}` : path;
}
