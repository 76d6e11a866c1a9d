import { useWords } from "@/components/layout/words.tsx";
import type { Designer } from "@/lib/client/hall_designer/designer.ts";
import { inZone } from "@/lib/client/hall_designer/selection.ts";

const COLOURS = [1, 2, 3, 4, 5, 6];
const ZONES_MAX = 40;

/** The zones: their names and colours, and everything in one of them selected by a click. */
export function ZonesPanel({ designer }: { designer: Designer }) {
  const words = useWords("hallDesigner");
  designer.revision.value;
  const { zones, areas } = designer.document.lists;
  const counts = designer.counts.value;
  const isUsed = (id: string) => counts.has(id) || areas.live().some(({ zone }) => zone === id);
  return (
    <section aria-labelledby="designer-zones">
      <h2 id="designer-zones" class="designer-title">{words.zones}</h2>
      <ul class="designer-zones">
        {zones.live().map((zone) => (
          <li key={zone.id}>
            <button
              type="button"
              class="zone-dot"
              style={{ "--zone": `var(--zone-${zone.colour})` }}
              aria-label={words.selectZone({ zone: zone.name })}
              title={words.selectZone({ zone: zone.name })}
              onClick={() => designer.select(inZone(designer.document, zone.id))}
            />
            <input
              type="text"
              aria-label={words.zoneTitle}
              value={zone.name}
              maxLength={80}
              onChange={({ currentTarget: { value } }) => designer.changeZone({ ...zone, name: value })}
            />
            <select
              aria-label={words.zoneColour}
              value={zone.colour}
              onChange={({ currentTarget: { value } }) =>
                designer.changeZone({ ...zone, colour: Number(value) })}
            >
              {COLOURS.map((colour) => (
                <option key={colour} value={colour}>{words.colour({ number: String(colour) })}</option>
              ))}
            </select>
            {!isUsed(zone.id) && (
              <button
                type="button"
                class="button button-small button-plain"
                aria-label={words.removeZone({ zone: zone.name })}
                onClick={() => designer.removeZone(zone.id)}
              >
                ✕
              </button>
            )}
          </li>
        ))}
      </ul>
      {zones.live().length < ZONES_MAX && (
        <button
          type="button"
          class="button button-small"
          onClick={() => designer.addZone()}
        >
          {words.addZone}
        </button>
      )}
    </section>
  );
}
