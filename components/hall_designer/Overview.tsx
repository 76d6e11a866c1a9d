import { useWords } from "@/components/layout/words.tsx";
import type { Designer } from "@/lib/client/hall_designer/designer.ts";

/** Seats by zone, and the problems of the last check, each leading to its place. */
export function Overview({ designer }: { designer: Designer }) {
  const words = useWords("hallDesigner");
  const { problems, more } = designer.draft;
  // Read, so that it follows every change of the drawing.
  designer.revision.value;
  const { zones, seats } = designer.document.lists;
  const counts = designer.counts.value;
  return (
    <div class="designer-overview">
      <section aria-labelledby="designer-counts">
        <h2 id="designer-counts" class="designer-title">{words.seatsByZone}</h2>
        <dl class="designer-counts">
          {zones.live().map(({ id, name, colour }) => (
            <div key={id}>
              <dt>
                <span class="zone-dot" style={{ "--zone": `var(--zone-${colour})` }} aria-hidden="true" />
                {" "}
                {name}
              </dt>
              <dd class="number">{words.seatCount({ seats: counts.get(id) ?? 0 })}</dd>
            </div>
          ))}
          <div>
            <dt>{words.total}</dt>
            <dd class="number">{words.seatCount({ seats: seats.live().length })}</dd>
          </div>
        </dl>
      </section>
      <section aria-labelledby="designer-problems">
        <h2 id="designer-problems" class="designer-title">{words.problems}</h2>
        {problems.value.length === 0
          ? <p class="quiet small">{words.noProblems}</p>
          : (
            <ul class="designer-problems">
              {problems.value.map((problem, n) => (
                <li key={n}>
                  <button type="button" data-kind={problem.level} onClick={() => designer.goTo(problem.at)}>
                    <span class="badge" data-kind={problem.level === "error" ? "danger" : "warning"}>
                      {words.problemKind[problem.level]}
                    </span>{" "}
                    {problem.message}
                  </button>
                </li>
              ))}
            </ul>
          )}
        {more.value > 0 && <p class="quiet small">{words.moreProblems({ count: more.value })}</p>}
      </section>
    </div>
  );
}
