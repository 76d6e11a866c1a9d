// The routes and islands of this app. Written by `deno task manifest`; not to be edited.
import * as route0 from "./routes/_app.tsx";
import * as route1 from "./routes/_error.tsx";
import * as route2 from "./routes/api/admin/charts/[id].ts";
import * as route3 from "./routes/api/admin/charts/index.ts";
import * as route4 from "./routes/api/admin/deadletters/[id]/retry.ts";
import * as route5 from "./routes/api/admin/deadletters/index.ts";
import * as route6 from "./routes/api/admin/events/[id]/bookings.ts";
import * as route7 from "./routes/api/admin/events/[id]/index.ts";
import * as route8 from "./routes/api/admin/events/[id]/publish.ts";
import * as route9 from "./routes/api/admin/events/index.ts";
import * as route10 from "./routes/api/admin/venues/index.ts";
import * as route11 from "./routes/api/auth/login.ts";
import * as route12 from "./routes/api/auth/logout.ts";
import * as route13 from "./routes/api/auth/refresh.ts";
import * as route14 from "./routes/api/auth/register.ts";
import * as route15 from "./routes/api/bookings/[id]/calendar.ics.ts";
import * as route16 from "./routes/api/bookings/[id]/cancel.ts";
import * as route17 from "./routes/api/bookings/[id]/index.ts";
import * as route18 from "./routes/api/bookings/[id]/stream.ts";
import * as route19 from "./routes/api/bookings/[id]/tickets.pdf.ts";
import * as route20 from "./routes/api/bookings/index.ts";
import * as route21 from "./routes/api/events/[id]/chart.ts";
import * as route22 from "./routes/api/events/[id]/holds.ts";
import * as route23 from "./routes/api/events/[id]/index.ts";
import * as route24 from "./routes/api/events/[id]/seats.ts";
import * as route25 from "./routes/api/events/[id]/stream.ts";
import * as route26 from "./routes/api/events/index.ts";
import * as route27 from "./routes/api/holds/[id]/extend.ts";
import * as route28 from "./routes/api/holds/[id]/index.ts";
import * as route29 from "./routes/api/me.ts";
import * as route30 from "./routes/api/messages.ts";
import * as route31 from "./routes/events/[slug]/map.svg.ts";
import * as route32 from "./routes/events/index.tsx";
import * as route33 from "./routes/healthz.ts";
import * as route34 from "./routes/index.tsx";
import * as route35 from "./routes/metrics.ts";
import * as route36 from "./routes/openapi.json.ts";
import * as route37 from "./routes/readyz.ts";
import * as route38 from "./routes/scheme.ts";
import * as island0 from "./islands/SeatMap.tsx";
import * as island1 from "./islands/ServiceWorker.tsx";

export default {
  routes: {
    "routes/_app.tsx": route0,
    "routes/_error.tsx": route1,
    "routes/api/admin/charts/[id].ts": route2,
    "routes/api/admin/charts/index.ts": route3,
    "routes/api/admin/deadletters/[id]/retry.ts": route4,
    "routes/api/admin/deadletters/index.ts": route5,
    "routes/api/admin/events/[id]/bookings.ts": route6,
    "routes/api/admin/events/[id]/index.ts": route7,
    "routes/api/admin/events/[id]/publish.ts": route8,
    "routes/api/admin/events/index.ts": route9,
    "routes/api/admin/venues/index.ts": route10,
    "routes/api/auth/login.ts": route11,
    "routes/api/auth/logout.ts": route12,
    "routes/api/auth/refresh.ts": route13,
    "routes/api/auth/register.ts": route14,
    "routes/api/bookings/[id]/calendar.ics.ts": route15,
    "routes/api/bookings/[id]/cancel.ts": route16,
    "routes/api/bookings/[id]/index.ts": route17,
    "routes/api/bookings/[id]/stream.ts": route18,
    "routes/api/bookings/[id]/tickets.pdf.ts": route19,
    "routes/api/bookings/index.ts": route20,
    "routes/api/events/[id]/chart.ts": route21,
    "routes/api/events/[id]/holds.ts": route22,
    "routes/api/events/[id]/index.ts": route23,
    "routes/api/events/[id]/seats.ts": route24,
    "routes/api/events/[id]/stream.ts": route25,
    "routes/api/events/index.ts": route26,
    "routes/api/holds/[id]/extend.ts": route27,
    "routes/api/holds/[id]/index.ts": route28,
    "routes/api/me.ts": route29,
    "routes/api/messages.ts": route30,
    "routes/events/[slug]/map.svg.ts": route31,
    "routes/events/index.tsx": route32,
    "routes/healthz.ts": route33,
    "routes/index.tsx": route34,
    "routes/metrics.ts": route35,
    "routes/openapi.json.ts": route36,
    "routes/readyz.ts": route37,
    "routes/scheme.ts": route38,
  },
  islands: {
    "islands/SeatMap.tsx": island0,
    "islands/ServiceWorker.tsx": island1,
  },
};
