// The routes and islands of this app. Written by `deno task manifest`; not to be edited.
import * as route0 from "./routes/_app.tsx";
import * as route1 from "./routes/_error.tsx";
import * as route2 from "./routes/account/bookings.tsx";
import * as route3 from "./routes/account/delete.tsx";
import * as route4 from "./routes/account/devices.ts";
import * as route5 from "./routes/account/index.tsx";
import * as route6 from "./routes/account/messages.tsx";
import * as route7 from "./routes/admin/_layout.tsx";
import * as route8 from "./routes/admin/charts/[id].svg.ts";
import * as route9 from "./routes/admin/checkin.tsx";
import * as route10 from "./routes/admin/deadletters.tsx";
import * as route11 from "./routes/admin/events/[id]/bookings.tsx";
import * as route12 from "./routes/admin/events/[id]/bookings/[booking]/refund.tsx";
import * as route13 from "./routes/admin/events/[id]/cancel.tsx";
import * as route14 from "./routes/admin/events/[id]/delete.tsx";
import * as route15 from "./routes/admin/events/[id]/duplicate.ts";
import * as route16 from "./routes/admin/events/[id]/index.tsx";
import * as route17 from "./routes/admin/events/index.tsx";
import * as route18 from "./routes/admin/events/new.tsx";
import * as route19 from "./routes/admin/index.tsx";
import * as route20 from "./routes/api.tsx";
import * as route21 from "./routes/api/admin/bookings/[id]/refund.ts";
import * as route22 from "./routes/api/admin/charts/[id].ts";
import * as route23 from "./routes/api/admin/charts/index.ts";
import * as route24 from "./routes/api/admin/checkins/index.ts";
import * as route25 from "./routes/api/admin/deadletters/[id]/retry.ts";
import * as route26 from "./routes/api/admin/deadletters/index.ts";
import * as route27 from "./routes/api/admin/events/[id]/bookings.ts";
import * as route28 from "./routes/api/admin/events/[id]/cancel.ts";
import * as route29 from "./routes/api/admin/events/[id]/duplicate.ts";
import * as route30 from "./routes/api/admin/events/[id]/index.ts";
import * as route31 from "./routes/api/admin/events/[id]/publish.ts";
import * as route32 from "./routes/api/admin/events/index.ts";
import * as route33 from "./routes/api/admin/venues/index.ts";
import * as route34 from "./routes/api/auth/login.ts";
import * as route35 from "./routes/api/auth/logout.ts";
import * as route36 from "./routes/api/auth/refresh.ts";
import * as route37 from "./routes/api/auth/register.ts";
import * as route38 from "./routes/api/bookings/[id]/calendar.ics.ts";
import * as route39 from "./routes/api/bookings/[id]/cancel.ts";
import * as route40 from "./routes/api/bookings/[id]/index.ts";
import * as route41 from "./routes/api/bookings/[id]/stream.ts";
import * as route42 from "./routes/api/bookings/[id]/tickets.pdf.ts";
import * as route43 from "./routes/api/bookings/index.ts";
import * as route44 from "./routes/api/events/[id]/chart.ts";
import * as route45 from "./routes/api/events/[id]/holds.ts";
import * as route46 from "./routes/api/events/[id]/index.ts";
import * as route47 from "./routes/api/events/[id]/seats.ts";
import * as route48 from "./routes/api/events/[id]/stream.ts";
import * as route49 from "./routes/api/events/index.ts";
import * as route50 from "./routes/api/holds/[id]/extend.ts";
import * as route51 from "./routes/api/holds/[id]/index.ts";
import * as route52 from "./routes/api/holds/[id]/stream.ts";
import * as route53 from "./routes/api/me.ts";
import * as route54 from "./routes/api/messages.ts";
import * as route55 from "./routes/bookings/[id].tsx";
import * as route56 from "./routes/checkout/[hold].tsx";
import * as route57 from "./routes/events/[slug]/index.tsx";
import * as route58 from "./routes/events/[slug]/map.svg.ts";
import * as route59 from "./routes/events/index.tsx";
import * as route60 from "./routes/healthz.ts";
import * as route61 from "./routes/index.tsx";
import * as route62 from "./routes/login.tsx";
import * as route63 from "./routes/logout.ts";
import * as route64 from "./routes/metrics.ts";
import * as route65 from "./routes/offline.tsx";
import * as route66 from "./routes/openapi.json.ts";
import * as route67 from "./routes/posters/[slug].svg.ts";
import * as route68 from "./routes/readyz.ts";
import * as route69 from "./routes/register.tsx";
import * as route70 from "./routes/scheme.ts";
import * as island0 from "./islands/BookingStatus.tsx";
import * as island1 from "./islands/Checkout.tsx";
import * as island2 from "./islands/LiveSearch.tsx";
import * as island3 from "./islands/SeatMap.tsx";
import * as island4 from "./islands/ServiceWorker.tsx";

export default {
  routes: {
    "routes/_app.tsx": route0,
    "routes/_error.tsx": route1,
    "routes/account/bookings.tsx": route2,
    "routes/account/delete.tsx": route3,
    "routes/account/devices.ts": route4,
    "routes/account/index.tsx": route5,
    "routes/account/messages.tsx": route6,
    "routes/admin/_layout.tsx": route7,
    "routes/admin/charts/[id].svg.ts": route8,
    "routes/admin/checkin.tsx": route9,
    "routes/admin/deadletters.tsx": route10,
    "routes/admin/events/[id]/bookings.tsx": route11,
    "routes/admin/events/[id]/bookings/[booking]/refund.tsx": route12,
    "routes/admin/events/[id]/cancel.tsx": route13,
    "routes/admin/events/[id]/delete.tsx": route14,
    "routes/admin/events/[id]/duplicate.ts": route15,
    "routes/admin/events/[id]/index.tsx": route16,
    "routes/admin/events/index.tsx": route17,
    "routes/admin/events/new.tsx": route18,
    "routes/admin/index.tsx": route19,
    "routes/api.tsx": route20,
    "routes/api/admin/bookings/[id]/refund.ts": route21,
    "routes/api/admin/charts/[id].ts": route22,
    "routes/api/admin/charts/index.ts": route23,
    "routes/api/admin/checkins/index.ts": route24,
    "routes/api/admin/deadletters/[id]/retry.ts": route25,
    "routes/api/admin/deadletters/index.ts": route26,
    "routes/api/admin/events/[id]/bookings.ts": route27,
    "routes/api/admin/events/[id]/cancel.ts": route28,
    "routes/api/admin/events/[id]/duplicate.ts": route29,
    "routes/api/admin/events/[id]/index.ts": route30,
    "routes/api/admin/events/[id]/publish.ts": route31,
    "routes/api/admin/events/index.ts": route32,
    "routes/api/admin/venues/index.ts": route33,
    "routes/api/auth/login.ts": route34,
    "routes/api/auth/logout.ts": route35,
    "routes/api/auth/refresh.ts": route36,
    "routes/api/auth/register.ts": route37,
    "routes/api/bookings/[id]/calendar.ics.ts": route38,
    "routes/api/bookings/[id]/cancel.ts": route39,
    "routes/api/bookings/[id]/index.ts": route40,
    "routes/api/bookings/[id]/stream.ts": route41,
    "routes/api/bookings/[id]/tickets.pdf.ts": route42,
    "routes/api/bookings/index.ts": route43,
    "routes/api/events/[id]/chart.ts": route44,
    "routes/api/events/[id]/holds.ts": route45,
    "routes/api/events/[id]/index.ts": route46,
    "routes/api/events/[id]/seats.ts": route47,
    "routes/api/events/[id]/stream.ts": route48,
    "routes/api/events/index.ts": route49,
    "routes/api/holds/[id]/extend.ts": route50,
    "routes/api/holds/[id]/index.ts": route51,
    "routes/api/holds/[id]/stream.ts": route52,
    "routes/api/me.ts": route53,
    "routes/api/messages.ts": route54,
    "routes/bookings/[id].tsx": route55,
    "routes/checkout/[hold].tsx": route56,
    "routes/events/[slug]/index.tsx": route57,
    "routes/events/[slug]/map.svg.ts": route58,
    "routes/events/index.tsx": route59,
    "routes/healthz.ts": route60,
    "routes/index.tsx": route61,
    "routes/login.tsx": route62,
    "routes/logout.ts": route63,
    "routes/metrics.ts": route64,
    "routes/offline.tsx": route65,
    "routes/openapi.json.ts": route66,
    "routes/posters/[slug].svg.ts": route67,
    "routes/readyz.ts": route68,
    "routes/register.tsx": route69,
    "routes/scheme.ts": route70,
  },
  islands: {
    "islands/BookingStatus.tsx": island0,
    "islands/Checkout.tsx": island1,
    "islands/LiveSearch.tsx": island2,
    "islands/SeatMap.tsx": island3,
    "islands/ServiceWorker.tsx": island4,
  },
};
