import { PageHead } from "@/components/layout/PageHead.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import type { EventDetail } from "@/lib/events/event.ts";
import { descriptionOf, eventJsonLd } from "@/lib/events/event_page.ts";
import { formatDate } from "@/lib/format/dates.ts";
import { sharePath } from "@/lib/posters/picture_maker.ts";
import { isolated } from "@/lib/text/isolated.ts";

/** Metadata of an event's page. `site` is the site's URL, without a trailing slash. */
export function EventPageHead({ event, site }: { event: EventDetail; site: string }) {
  const locale = useLocale();
  const { slug, title, startsAt, venue } = event;
  const path = `/events/${slug}`;
  const image = sharePath(event);
  const day = formatDate(new Date(startsAt), locale, venue.timeZone, "longDay");
  const words = useWords("events");
  const [name, city] = [isolated(title), isolated(venue.city)];
  const whenAndWhere = words.whenAndWhere({ day, venue: isolated(venue.name), city });
  const data = eventJsonLd(event, { url: site + path, image: site + image });
  return (
    <PageHead
      title={words.pageTitle({ title: name, city, day })}
      description={descriptionOf(event) || whenAndWhere}
      site={site}
      path={path}
      preview={{ title, description: whenAndWhere }}
      image={{ path: image, alt: words.posterAlt({ title: name, whenAndWhere }) }}
    >
      <script
        type="application/ld+json"
        // No text can end the script or open a comment in it.
        dangerouslySetInnerHTML={{ __html: JSON.stringify(data).replaceAll("<", "\\u003c") }}
      />
    </PageHead>
  );
}
