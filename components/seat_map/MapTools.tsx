import { useWords } from "@/components/layout/words.tsx";

/**
 * The map's tools, rendered by the server. The island reads the buttons' values: factors to zoom by, or 0 to fit the
 * hall. `followFloors` handles the floors; `level` is the floor chosen at first, empty for all. For a hall with one
 * floor, there is no choice.
 */
export function MapTools({ floors, level }: { floors: string[]; level: string }) {
  const words = useWords("seatMap");
  return (
    <>
      {floors.length > 0 && (
        <fieldset class="map-floors">
          <legend class="visually-hidden">{words.level}</legend>
          {["", ...floors].map((floor) => (
            <label key={floor}>
              <input type="radio" name="level" value={floor} checked={floor === level} autocomplete="off" />
              <span>{floor || words.allLevels}</span>
            </label>
          ))}
        </fieldset>
      )}
      <div class="map-tools" role="group" aria-label={words.zoom}>
        <button type="button" value="1.6" aria-label={words.zoomIn}>+</button>
        <button type="button" value="0.625" aria-label={words.zoomOut}>−</button>
        <button type="button" value="0" aria-label={words.showHall}>
          <svg
            viewBox="0 0 20 20"
            width="18"
            height="18"
            aria-hidden="true"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
          >
            <path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4" />
          </svg>
        </button>
      </div>
    </>
  );
}
