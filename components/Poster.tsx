import { type PosterSubject, posterSvg } from "@/lib/events/poster.ts";

/**
 * The event's own poster, filling the width it is given. `transitionName` makes it travel from a list to the event's
 * page where the browser can; a name must be on a page only once.
 */
export function Poster({ event, transitionName }: { event: PosterSubject; transitionName?: string }) {
  return (
    <div
      class="poster"
      style={transitionName && { viewTransitionName: transitionName }}
      dangerouslySetInnerHTML={{ __html: posterSvg(event) }}
    />
  );
}
