// The routes and islands of this app. Written by `deno task manifest`; do not edit.
import * as route0 from "./routes/_app.tsx";
import * as route1 from "./routes/_error.tsx";
import * as route2 from "./routes/_layout.tsx";
import * as route3 from "./routes/account/bookings.tsx";
import * as route4 from "./routes/account/confirmation.ts";
import * as route5 from "./routes/account/delete.tsx";
import * as route6 from "./routes/account/devices.ts";
import * as route7 from "./routes/account/index.tsx";
import * as route8 from "./routes/account/messages.tsx";
import * as route9 from "./routes/account/security/app.tsx";
import * as route10 from "./routes/account/security/index.tsx";
import * as route11 from "./routes/account/security/oidc.tsx";
import * as route12 from "./routes/account/security/passkeys.tsx";
import * as route13 from "./routes/admin/_layout.tsx";
import * as route14 from "./routes/admin/accounts/[id].tsx";
import * as route15 from "./routes/admin/accounts/index.tsx";
import * as route16 from "./routes/admin/audit.tsx";
import * as route17 from "./routes/admin/charts/[id].svg.ts";
import * as route18 from "./routes/admin/checkin.tsx";
import * as route19 from "./routes/admin/deadletters.tsx";
import * as route20 from "./routes/admin/events/[id]/artwork.tsx";
import * as route21 from "./routes/admin/events/[id]/bookings.tsx";
import * as route22 from "./routes/admin/events/[id]/bookings/[booking]/refund.tsx";
import * as route23 from "./routes/admin/events/[id]/cancel.tsx";
import * as route24 from "./routes/admin/events/[id]/delete.tsx";
import * as route25 from "./routes/admin/events/[id]/duplicate.ts";
import * as route26 from "./routes/admin/events/[id]/index.tsx";
import * as route27 from "./routes/admin/events/[id]/map.tsx";
import * as route28 from "./routes/admin/events/[id]/sales.tsx";
import * as route29 from "./routes/admin/events/index.tsx";
import * as route30 from "./routes/admin/events/new.tsx";
import * as route31 from "./routes/admin/halls/[id]/index.tsx";
import * as route32 from "./routes/admin/halls/index.tsx";
import * as route33 from "./routes/admin/halls/new.tsx";
import * as route34 from "./routes/admin/halls/venues/index.tsx";
import * as route35 from "./routes/admin/halls/venues/new.tsx";
import * as route36 from "./routes/admin/index.tsx";
import * as route37 from "./routes/admin/system.tsx";
import * as route38 from "./routes/api.tsx";
import * as route39 from "./routes/api/admin/audit.ts";
import * as route40 from "./routes/api/admin/bookings/[id]/refund.ts";
import * as route41 from "./routes/api/admin/charts/[id]/draft.ts";
import * as route42 from "./routes/api/admin/charts/[id]/index.ts";
import * as route43 from "./routes/api/admin/charts/[id]/publish.ts";
import * as route44 from "./routes/api/admin/charts/[id]/versions/[version].ts";
import * as route45 from "./routes/api/admin/charts/[id]/versions/index.ts";
import * as route46 from "./routes/api/admin/charts/import.ts";
import * as route47 from "./routes/api/admin/charts/index.ts";
import * as route48 from "./routes/api/admin/checkins/index.ts";
import * as route49 from "./routes/api/admin/deadletters/[id]/retry.ts";
import * as route50 from "./routes/api/admin/deadletters/index.ts";
import * as route51 from "./routes/api/admin/events/[id]/artwork.ts";
import * as route52 from "./routes/api/admin/events/[id]/bookings.ts";
import * as route53 from "./routes/api/admin/events/[id]/cancel.ts";
import * as route54 from "./routes/api/admin/events/[id]/duplicate.ts";
import * as route55 from "./routes/api/admin/events/[id]/index.ts";
import * as route56 from "./routes/api/admin/events/[id]/publish.ts";
import * as route57 from "./routes/api/admin/events/index.ts";
import * as route58 from "./routes/api/admin/users/[id].ts";
import * as route59 from "./routes/api/admin/users/index.ts";
import * as route60 from "./routes/api/admin/venues/index.ts";
import * as route61 from "./routes/api/auth/confirm.ts";
import * as route62 from "./routes/api/auth/login.ts";
import * as route63 from "./routes/api/auth/logout.ts";
import * as route64 from "./routes/api/auth/passkey/index.ts";
import * as route65 from "./routes/api/auth/passkey/options.ts";
import * as route66 from "./routes/api/auth/password/forgot.ts";
import * as route67 from "./routes/api/auth/password/reset.ts";
import * as route68 from "./routes/api/auth/refresh.ts";
import * as route69 from "./routes/api/auth/register.ts";
import * as route70 from "./routes/api/bookings/[id]/calendar.ics.ts";
import * as route71 from "./routes/api/bookings/[id]/cancel.ts";
import * as route72 from "./routes/api/bookings/[id]/contact.ts";
import * as route73 from "./routes/api/bookings/[id]/index.ts";
import * as route74 from "./routes/api/bookings/[id]/join.ts";
import * as route75 from "./routes/api/bookings/[id]/stream.ts";
import * as route76 from "./routes/api/bookings/[id]/tickets.pdf.ts";
import * as route77 from "./routes/api/bookings/index.ts";
import * as route78 from "./routes/api/events/[id]/chart.ts";
import * as route79 from "./routes/api/events/[id]/holds.ts";
import * as route80 from "./routes/api/events/[id]/index.ts";
import * as route81 from "./routes/api/events/[id]/seats.ts";
import * as route82 from "./routes/api/events/[id]/stream.ts";
import * as route83 from "./routes/api/events/index.ts";
import * as route84 from "./routes/api/holds/[id]/extend.ts";
import * as route85 from "./routes/api/holds/[id]/index.ts";
import * as route86 from "./routes/api/holds/[id]/stream.ts";
import * as route87 from "./routes/api/me.ts";
import * as route88 from "./routes/api/me/confirmation.ts";
import * as route89 from "./routes/api/me/email.ts";
import * as route90 from "./routes/api/me/export.ts";
import * as route91 from "./routes/api/me/factors/passkeys/[id].ts";
import * as route92 from "./routes/api/me/factors/passkeys/index.ts";
import * as route93 from "./routes/api/me/factors/passkeys/options.ts";
import * as route94 from "./routes/api/me/factors/totp/index.ts";
import * as route95 from "./routes/api/me/factors/totp/verify.ts";
import * as route96 from "./routes/api/me/password.ts";
import * as route97 from "./routes/api/me/reauthentication/options.ts";
import * as route98 from "./routes/api/me/sessions/[id].ts";
import * as route99 from "./routes/api/me/sessions/index.ts";
import * as route100 from "./routes/api/messages.ts";
import * as route101 from "./routes/artwork/[id]/[file].ts";
import * as route102 from "./routes/bookings/[id].tsx";
import * as route103 from "./routes/checkout/[hold].tsx";
import * as route104 from "./routes/confirm.tsx";
import * as route105 from "./routes/dev/mail.tsx";
import * as route106 from "./routes/events/[slug]/index.tsx";
import * as route107 from "./routes/events/[slug]/map.svg.ts";
import * as route108 from "./routes/events/index.tsx";
import * as route109 from "./routes/forgot.tsx";
import * as route110 from "./routes/healthz.ts";
import * as route111 from "./routes/index.tsx";
import * as route112 from "./routes/login.tsx";
import * as route113 from "./routes/login/oidc/callback.tsx";
import * as route114 from "./routes/login/oidc/connect.tsx";
import * as route115 from "./routes/login/oidc/index.tsx";
import * as route116 from "./routes/logout.ts";
import * as route117 from "./routes/manifest.webmanifest.ts";
import * as route118 from "./routes/metrics.ts";
import * as route119 from "./routes/offline.tsx";
import * as route120 from "./routes/openapi.json.ts";
import * as route121 from "./routes/readyz.ts";
import * as route122 from "./routes/register.tsx";
import * as route123 from "./routes/reset.tsx";
import * as route124 from "./routes/robots.txt.ts";
import * as route125 from "./routes/scheme.ts";
import * as route126 from "./routes/share/[slug]/[version].jpg.ts";
import * as route127 from "./routes/sitemap.xml.ts";
import * as route128 from "./routes/sitemaps/[number].xml.ts";
import * as island0 from "./islands/BookingStatus.tsx";
import * as island1 from "./islands/Checkout.tsx";
import * as island2 from "./islands/HallDesigner.tsx";
import * as island3 from "./islands/LiveSearch.tsx";
import * as island4 from "./islands/PasskeyButton.tsx";
import * as island5 from "./islands/ScannerKeys.tsx";
import * as island6 from "./islands/SeatMap.tsx";
import * as island7 from "./islands/ServiceWorker.tsx";
import * as island8 from "./islands/TicketSlides.tsx";

export default {
  routes: {
    "routes/_app.tsx": route0,
    "routes/_error.tsx": route1,
    "routes/_layout.tsx": route2,
    "routes/account/bookings.tsx": route3,
    "routes/account/confirmation.ts": route4,
    "routes/account/delete.tsx": route5,
    "routes/account/devices.ts": route6,
    "routes/account/index.tsx": route7,
    "routes/account/messages.tsx": route8,
    "routes/account/security/app.tsx": route9,
    "routes/account/security/index.tsx": route10,
    "routes/account/security/oidc.tsx": route11,
    "routes/account/security/passkeys.tsx": route12,
    "routes/admin/_layout.tsx": route13,
    "routes/admin/accounts/[id].tsx": route14,
    "routes/admin/accounts/index.tsx": route15,
    "routes/admin/audit.tsx": route16,
    "routes/admin/charts/[id].svg.ts": route17,
    "routes/admin/checkin.tsx": route18,
    "routes/admin/deadletters.tsx": route19,
    "routes/admin/events/[id]/artwork.tsx": route20,
    "routes/admin/events/[id]/bookings.tsx": route21,
    "routes/admin/events/[id]/bookings/[booking]/refund.tsx": route22,
    "routes/admin/events/[id]/cancel.tsx": route23,
    "routes/admin/events/[id]/delete.tsx": route24,
    "routes/admin/events/[id]/duplicate.ts": route25,
    "routes/admin/events/[id]/index.tsx": route26,
    "routes/admin/events/[id]/map.tsx": route27,
    "routes/admin/events/[id]/sales.tsx": route28,
    "routes/admin/events/index.tsx": route29,
    "routes/admin/events/new.tsx": route30,
    "routes/admin/halls/[id]/index.tsx": route31,
    "routes/admin/halls/index.tsx": route32,
    "routes/admin/halls/new.tsx": route33,
    "routes/admin/halls/venues/index.tsx": route34,
    "routes/admin/halls/venues/new.tsx": route35,
    "routes/admin/index.tsx": route36,
    "routes/admin/system.tsx": route37,
    "routes/api.tsx": route38,
    "routes/api/admin/audit.ts": route39,
    "routes/api/admin/bookings/[id]/refund.ts": route40,
    "routes/api/admin/charts/[id]/draft.ts": route41,
    "routes/api/admin/charts/[id]/index.ts": route42,
    "routes/api/admin/charts/[id]/publish.ts": route43,
    "routes/api/admin/charts/[id]/versions/[version].ts": route44,
    "routes/api/admin/charts/[id]/versions/index.ts": route45,
    "routes/api/admin/charts/import.ts": route46,
    "routes/api/admin/charts/index.ts": route47,
    "routes/api/admin/checkins/index.ts": route48,
    "routes/api/admin/deadletters/[id]/retry.ts": route49,
    "routes/api/admin/deadletters/index.ts": route50,
    "routes/api/admin/events/[id]/artwork.ts": route51,
    "routes/api/admin/events/[id]/bookings.ts": route52,
    "routes/api/admin/events/[id]/cancel.ts": route53,
    "routes/api/admin/events/[id]/duplicate.ts": route54,
    "routes/api/admin/events/[id]/index.ts": route55,
    "routes/api/admin/events/[id]/publish.ts": route56,
    "routes/api/admin/events/index.ts": route57,
    "routes/api/admin/users/[id].ts": route58,
    "routes/api/admin/users/index.ts": route59,
    "routes/api/admin/venues/index.ts": route60,
    "routes/api/auth/confirm.ts": route61,
    "routes/api/auth/login.ts": route62,
    "routes/api/auth/logout.ts": route63,
    "routes/api/auth/passkey/index.ts": route64,
    "routes/api/auth/passkey/options.ts": route65,
    "routes/api/auth/password/forgot.ts": route66,
    "routes/api/auth/password/reset.ts": route67,
    "routes/api/auth/refresh.ts": route68,
    "routes/api/auth/register.ts": route69,
    "routes/api/bookings/[id]/calendar.ics.ts": route70,
    "routes/api/bookings/[id]/cancel.ts": route71,
    "routes/api/bookings/[id]/contact.ts": route72,
    "routes/api/bookings/[id]/index.ts": route73,
    "routes/api/bookings/[id]/join.ts": route74,
    "routes/api/bookings/[id]/stream.ts": route75,
    "routes/api/bookings/[id]/tickets.pdf.ts": route76,
    "routes/api/bookings/index.ts": route77,
    "routes/api/events/[id]/chart.ts": route78,
    "routes/api/events/[id]/holds.ts": route79,
    "routes/api/events/[id]/index.ts": route80,
    "routes/api/events/[id]/seats.ts": route81,
    "routes/api/events/[id]/stream.ts": route82,
    "routes/api/events/index.ts": route83,
    "routes/api/holds/[id]/extend.ts": route84,
    "routes/api/holds/[id]/index.ts": route85,
    "routes/api/holds/[id]/stream.ts": route86,
    "routes/api/me.ts": route87,
    "routes/api/me/confirmation.ts": route88,
    "routes/api/me/email.ts": route89,
    "routes/api/me/export.ts": route90,
    "routes/api/me/factors/passkeys/[id].ts": route91,
    "routes/api/me/factors/passkeys/index.ts": route92,
    "routes/api/me/factors/passkeys/options.ts": route93,
    "routes/api/me/factors/totp/index.ts": route94,
    "routes/api/me/factors/totp/verify.ts": route95,
    "routes/api/me/password.ts": route96,
    "routes/api/me/reauthentication/options.ts": route97,
    "routes/api/me/sessions/[id].ts": route98,
    "routes/api/me/sessions/index.ts": route99,
    "routes/api/messages.ts": route100,
    "routes/artwork/[id]/[file].ts": route101,
    "routes/bookings/[id].tsx": route102,
    "routes/checkout/[hold].tsx": route103,
    "routes/confirm.tsx": route104,
    "routes/dev/mail.tsx": route105,
    "routes/events/[slug]/index.tsx": route106,
    "routes/events/[slug]/map.svg.ts": route107,
    "routes/events/index.tsx": route108,
    "routes/forgot.tsx": route109,
    "routes/healthz.ts": route110,
    "routes/index.tsx": route111,
    "routes/login.tsx": route112,
    "routes/login/oidc/callback.tsx": route113,
    "routes/login/oidc/connect.tsx": route114,
    "routes/login/oidc/index.tsx": route115,
    "routes/logout.ts": route116,
    "routes/manifest.webmanifest.ts": route117,
    "routes/metrics.ts": route118,
    "routes/offline.tsx": route119,
    "routes/openapi.json.ts": route120,
    "routes/readyz.ts": route121,
    "routes/register.tsx": route122,
    "routes/reset.tsx": route123,
    "routes/robots.txt.ts": route124,
    "routes/scheme.ts": route125,
    "routes/share/[slug]/[version].jpg.ts": route126,
    "routes/sitemap.xml.ts": route127,
    "routes/sitemaps/[number].xml.ts": route128,
  },
  islands: {
    "islands/BookingStatus.tsx": island0,
    "islands/Checkout.tsx": island1,
    "islands/HallDesigner.tsx": island2,
    "islands/LiveSearch.tsx": island3,
    "islands/PasskeyButton.tsx": island4,
    "islands/ScannerKeys.tsx": island5,
    "islands/SeatMap.tsx": island6,
    "islands/ServiceWorker.tsx": island7,
    "islands/TicketSlides.tsx": island8,
  },
};
