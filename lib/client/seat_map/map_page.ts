/** The page around the seat map in a browser, as the chooser uses it. */
import { type Hall, prepareHall } from "../canvas/hall.ts";
import { followFloors } from "./floors.ts";
import { followSeats } from "./live_seats.ts";
import { MapView, type MapViewOptions } from "./map_view.ts";

/** The public members of a map: the class type itself, with its private ones, would accept no fake. */
export type DrawnMap = Pick<MapView, keyof MapView>;

export interface MapPage {
  /** Rejects when the chart can't be loaded. */
  loadHall(eventId: string): Promise<Hall>;
  drawMap(options: MapViewOptions): DrawnMap;
  followSeats: typeof followSeats;
  followFloors: typeof followFloors;
  /** Connects the buyer's tabs: `onChange` is called when another tab has changed something. */
  connectTabs(eventId: string, onChange: () => void): { postMessage(message: null): void };
  /** Calls `act` when the browser restores the page from its back/forward cache. */
  onReturn(act: () => void): void;
  /** Replays a price that was chosen before the script ran. */
  replayPrice(): void;
  /** The forms that follow the map, where the page has them. */
  forms(): { list: HTMLElement | null; areas: HTMLElement | null };
  reload(): void;
}

/** The page around a map's canvas. */
export function mapPage(canvas: HTMLCanvasElement): MapPage {
  return {
    async loadHall(eventId) {
      const response = await fetch(`/api/events/${eventId}/chart`);
      if (!response.ok) throw new Error(`the chart could not be loaded (${response.status})`);
      return prepareHall(await response.json());
    },
    drawMap: (options) => new MapView(canvas, options),
    followSeats,
    followFloors,
    connectTabs(eventId, onChange) {
      const tabs = new BroadcastChannel(`hold of ${eventId}`);
      tabs.onmessage = onChange;
      return tabs;
    },
    onReturn: (act) => addEventListener("pageshow", ({ persisted }) => persisted && act()),
    replayPrice() {
      const price = document.querySelector<HTMLSelectElement>("#price-limit");
      if (price?.value) price.dispatchEvent(new Event("change", { bubbles: true }));
    },
    forms: () => ({
      list: document.querySelector("form[data-follows-map]"),
      areas: document.querySelector(".standing-areas"),
    }),
    reload: () => location.reload(),
  };
}
