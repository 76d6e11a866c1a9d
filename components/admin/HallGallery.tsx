import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { SelectField } from "@/components/layout/Field.tsx";
import type { HallChoice } from "@/lib/charts/halls.ts";
import { formatCount } from "@/lib/format/counts.ts";
import { isolated } from "@/lib/text/isolated.ts";

interface HallsProps {
  halls: HallChoice[];
  /** Who looks at them. */
  userId: string;
  locale: string;
}

/** The halls to put a new event into, as pictures. */
export function HallGallery({ halls, locale, userId }: HallsProps) {
  if (halls.length === 0) {
    return (
      <EmptyState title="No hall yet" text="An event needs a hall with a seat map, and none is stored.">
        <a class="button" href="/admin/events" aria-current="false">Back to the events</a>
      </EmptyState>
    );
  }
  return (
    <>
      <p class="lead">Which hall is it in? Its seat map decides which prices there are.</p>
      <ul class="hall-gallery">
        {halls.map((hall) => (
          <li key={hall.chartId}>
            <a href={`/admin/events/new?hall=${hall.chartId}`} aria-current="false">
              <img src={`/admin/charts/${hall.chartId}.svg`} alt="" loading="lazy" />
              <span class="hall-name" dir="auto">{hall.venueName}</span>
              <span class="small quiet">
                {hall.chartName !== hall.venueName && (
                  <>
                    <bdi>{hall.chartName}</bdi> ·{" "}
                  </>
                )}
                <bdi>{hall.city}</bdi> · {formatCount(hall.seatCount, locale)} seats
                {ownerLabel(hall, userId)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The button draws the prices of another hall; saving with another hall does too, where a price is missing. */
export function HallField(
  { halls, userId, locale, chosenId, error }: HallsProps & {
    chosenId: string | undefined;
    error: string | undefined;
  },
) {
  const venues = Map.groupBy(halls, (hall) => `${isolated(hall.venueName)}, ${isolated(hall.city)}`);
  return (
    <div class="hall-choice">
      <SelectField name="chartId" label="Hall" error={error}>
        {[...venues].map(([venue, halls]) => (
          <optgroup label={venue} key={venue}>
            {halls.map((hall) => (
              <option key={hall.chartId} value={hall.chartId} selected={hall.chartId === chosenId}>
                {isolated(hall.chartName)} · {formatCount(hall.seatCount, locale)} seats
                {ownerLabel(hall, userId)}
              </option>
            ))}
          </optgroup>
        ))}
      </SelectField>
      <button class="button" type="submit" name="intent" value="hall" formNoValidate>Show its prices</button>
    </div>
  );
}

/** Whose hall it is: everyone puts events into it, and only the owner and admins change it. Most are the admins'. */
function ownerLabel({ owner }: HallChoice, userId: string): string {
  if (!owner) return "";
  return owner.id === userId ? " · your hall" : ` · owned by ${isolated(owner.name)}`;
}
