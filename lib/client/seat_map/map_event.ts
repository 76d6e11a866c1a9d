/** What the seat map's page knows of an event and of the buyer's seats. */
import type { HoldView } from "@/lib/board/hold_view.ts";
import type { OrphanRule } from "@/lib/events/event.ts";

export interface MapZone {
  id: string;
  name: string;
  colour: number;
  /** Stands for it on the map where colours alone do not tell zones apart. */
  letter: string;
  /** Minor units. */
  price: number;
  /** As people of the page's language write it, short. */
  priceText: string;
}

/** What the map has to know of an event. Plain data: it comes with the page. */
export interface MapEvent {
  id: string;
  slug: string;
  currency: string;
  maxSeatsPerBuyer: number;
  orphans: OrphanRule;
  zones: MapZone[];
  areas: { id: string; name: string; zone: string; left: number }[];
  /** False before the sale has begun: the map is only looked at. */
  canChoose: boolean;
}

export type ChosenSeat = HoldView["seats"][number];

/** What the panel says, and what can be done about it with one tap. */
export interface Message {
  text: string;
  offer?: {
    text: string;
    /** Seats to take, by id. */
    take: string[];
    /** Seats to give back for them. */
    giveBack?: string[];
  };
}
