import { page } from "fresh";
import { asset } from "fresh/runtime";
import { ConfirmEmail, linkOutcomeOf } from "@/components/account/ConfirmEmail.tsx";
import { AccountNav } from "@/components/account/AccountNav.tsx";
import { DataDownloads } from "@/components/account/DataDownloads.tsx";
import { TicketStub } from "@/components/bookings/TicketStub.tsx";
import { TicketCode } from "@/components/bookings/Tickets.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Field, SelectField } from "@/components/layout/Field.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { profileSchema, updateProfile } from "@/lib/account/accounts.ts";
import { type User, userOf } from "@/lib/auth/caller.ts";
import { loadAccount } from "@/lib/bookings/account_pages.ts";
import type { OwnBooking } from "@/lib/bookings/own_bookings.ts";
import { languagesFor } from "@/lib/http/locale.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { posterDesign } from "@/lib/posters/drawn_poster.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { correctionFor } from "@/lib/text/typed_text.ts";
import { define } from "@/utils.ts";

/** The form's value for “use the browser's language”. */
const BROWSER_LANGUAGE = "browser";

interface Profile {
  name: string;
  /** A language tag, or {@link BROWSER_LANGUAGE}. */
  locale: string;
}

export const handler = pageRoute({ access: "own-account" }, {
  async GET({ url, state: { services, caller } }) {
    const user = userOf(caller);
    const profile: Profile = { name: user.name, locale: user.locale ?? BROWSER_LANGUAGE };
    const isSaved = url.searchParams.has("saved");
    return page({ ...await loadAccount(services, caller), profile, error: undefined, isSaved });
  },

  async POST(ctx) {
    const { services, caller, words } = ctx.state;
    const { sessionId } = caller;
    const form = await readForm(ctx.req);
    const profile: Profile = { name: form.get("name") ?? "", locale: form.get("locale") ?? BROWSER_LANGUAGE };
    const { name, locale } = profile;
    const parsed = profileSchema.safeParse({ name, locale: locale === BROWSER_LANGUAGE ? null : locale });
    const refuse = async (error: string) =>
      page({ ...await loadAccount(services, caller), profile, error, isSaved: false }, { status: 422 });
    if (!parsed.success) return await refuse(words.account.errors.name);
    const updated = await updateProfile(services, { user: userOf(caller), sessionId }, parsed.data);
    if (!updated.ok) return await refuse(correctionFor(updated.fault, words.typedText)!);
    return ctx.redirect("/account?saved", 303);
  },
});

export default define.page<typeof handler>(function AccountPage({ data, url, state }) {
  const { caller, words: { account: words } } = state;
  const { next, profile, error, isSaved } = data;
  const user = userOf(caller);
  return (
    <main id="main" class="page">
      <DocumentHead title={words.account}>
        <link rel="stylesheet" href={asset("/styles/ticket.css")} />
      </DocumentHead>
      <AccountNav path={url.pathname} />
      {!user.emailConfirmed && <ConfirmEmail email={user.email} outcome={linkOutcomeOf(url)} />}
      <h1 class="page-title">{words.nextEvent}</h1>
      {next
        ? <NextTicket booking={next} />
        : (
          <EmptyState title={words.nothingPlanned} text={words.nextEventHere}>
            <a class="button button-main" href="/events">{words.seeWhatIsOn}</a>
          </EmptyState>
        )}
      <ProfileForm profile={profile} user={user} error={error} isSaved={isSaved} />
      <section class="section" aria-label={words.yourData.title}>
        <h2>{words.yourData.title}</h2>
        <div class="stack">
          <p>{words.yourData.text}</p>
          <DataDownloads />
          <p>
            <a href="/account/delete">{words.deleteAccount}</a>
          </p>
        </div>
      </section>
    </main>
  );
});

function NextTicket({ booking }: { booking: OwnBooking }) {
  const { event, tickets: [ticket, ...others], seats, code, zoneNames } = booking;
  const seat = seats.find(({ id }) => id === ticket.seatId)!;
  const [words, ticketWords] = [useWords("account"), useWords("tickets")];
  const count = others.length + 1;
  const { ground, ink } = posterDesign(event).palette;
  return (
    <div class="next-ticket stack">
      <TicketStub
        ticket={{
          ...event,
          seat,
          zone: zoneNames[seat.zone] ?? "",
          bookingCode: code,
          colours: { ground, ink },
          position: count > 1 ? ticketWords.position({ n: 1, count }) : null,
        }}
      >
        <TicketCode token={ticket.token} />
      </TicketStub>
      <div>
        <a class="button" href={`/bookings/${booking.id}`}>
          {count === 1 ? words.openBooking : words.openTickets({ count })}
        </a>
      </div>
    </div>
  );
}

function ProfileForm({ profile, user, error, isSaved }: {
  profile: Profile;
  user: User;
  error: string | undefined;
  isSaved: boolean;
}) {
  const words = useWords("account");
  return (
    <section class="section" aria-label={words.profile}>
      <h2>{words.profile}</h2>
      <p class="quiet">{user.email}</p>
      <form method="post" action="/account" class="form">
        {isSaved && <Notice kind="success" title={words.saved} />}
        <Field
          name="name"
          label={words.name}
          autocomplete="name"
          value={profile.name}
          maxLength={100}
          error={error}
        />
        <SelectField name="locale" label={words.datesAndPrices}>
          <option value={BROWSER_LANGUAGE} selected={profile.locale === BROWSER_LANGUAGE}>
            {words.browserLanguage}
          </option>
          {languagesFor(user.locale).map(({ tag, name }) => (
            <option key={tag} value={tag} selected={tag === profile.locale}>{name}</option>
          ))}
        </SelectField>
        <div>
          <button type="submit" class="button">{words.save}</button>
        </div>
      </form>
    </section>
  );
}
