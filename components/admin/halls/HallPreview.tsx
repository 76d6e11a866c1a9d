import { Notice } from "@/components/layout/Notice.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import type { HallPreview as Preview } from "@/lib/charts/new_hall.ts";
import { chartToSvg } from "@/lib/charts/svg.ts";
import { formatCount } from "@/lib/format/counts.ts";

/** A hall before it is made: its picture, how many seats it has, and its problems. */
export function HallPreview({ preview: { chart, problems, more, notes } }: { preview: Preview }) {
  const words = useWords("halls");
  const locale = useLocale();
  return (
    <section class="hall-preview" aria-labelledby="preview">
      <h2 id="preview">
        {words.previewOf({ seats: chart.seats.length, count: formatCount(chart.seats.length, locale) })}
      </h2>
      <img src={`data:image/svg+xml,${encodeURIComponent(chartToSvg(chart))}`} alt={words.previewAlt} />
      {notes.map((note) => <p key={note} class="quiet">{note}</p>)}
      {problems.length === 0
        ? <p>{words.noProblems}</p>
        : (
          <Notice kind="info" title={words.problemsFound({ count: problems.length + more })}>
            <ul>
              {problems.slice(0, 10).map(({ level, message }, n) => (
                <li key={n}>{words.problem({ level, message })}</li>
              ))}
            </ul>
          </Notice>
        )}
    </section>
  );
}
