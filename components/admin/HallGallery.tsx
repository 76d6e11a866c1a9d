import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { SelectField } from "@/components/layout/Field.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { HallChoice } from "@/lib/charts/halls.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { isolated } from "@/lib/text/isolated.ts";

interface HallsProps {
  halls: HallChoice[];
  /** The current user. */
  userId: string;
}

/** The halls to choose from for a new event, as pictures. */
export function HallGallery({ halls, userId }: HallsProps) {
  const words = useWords("eventForm");
  if (halls.length === 0) {
    return (
      <EmptyState title={words.noHalls.title} text={words.noHalls.text}>
        <a class="button" href="/admin/events" aria-current="false">{words.noHalls.back}</a>
      </EmptyState>
    );
  }
  return (
    <>
      <p class="lead">{words.whichHall}</p>
      <ul class="hall-gallery">
        {halls.map((hall) => (
          <li key={hall.chartId}>
            <a href={`/admin/events/new?hall=${hall.chartId}`} aria-current="false">
              <img src={`/admin/charts/${hall.chartId}.svg`} alt="" loading="lazy" />
              <span class="hall-name" dir="auto">{hall.venueName}</span>
              <span class="small quiet">
                {factsOf(hall, hall.chartName === hall.venueName ? "city" : "both", userId, words)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

/**
 * The choice of an event's hall. The button shows the chosen hall's prices; so does saving with another hall, if a
 * price is missing.
 */
export function HallField(
  { halls, userId, chosenId, error }: HallsProps & {
    chosenId: string | undefined;
    error: string | undefined;
  },
) {
  const [words, { venue }] = [useWords("eventForm"), useWords("eventChange")];
  const venues = Map.groupBy(
    halls,
    (hall) => venue({ venue: isolated(hall.venueName), city: isolated(hall.city) }),
  );
  return (
    <div class="hall-choice">
      <SelectField name="chartId" label={words.hall} error={error}>
        {[...venues].map(([venue, halls]) => (
          <optgroup label={venue} key={venue}>
            {halls.map((hall) => (
              <option key={hall.chartId} value={hall.chartId} selected={hall.chartId === chosenId}>
                {factsOf(hall, "hall", userId, words)}
              </option>
            ))}
          </optgroup>
        ))}
      </SelectField>
      <button class="button" type="submit" name="intent" value="hall" formNoValidate>
        {words.showPrices}
      </button>
    </div>
  );
}

/**
 * A hall's facts on one line, with its owner: everyone can put events into a hall, but only its owner and admins can
 * change it; most halls belong to admins.
 */
function factsOf(
  { chartName, city, seatCount, owner }: HallChoice,
  place: "hall" | "city" | "both",
  userId: string,
  words: Words["eventForm"],
): string {
  return words.hallFacts({
    place,
    hall: isolated(chartName),
    city: isolated(city),
    seats: seatCount,
    owner: !owner ? "nobody" : owner.id === userId ? "you" : "another",
    name: owner ? isolated(owner.name) : "",
  });
}
