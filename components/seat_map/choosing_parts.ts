/** What choosing needs, in one chunk: loaded when a pointer reaches the map, or when seats are held. */
export { MapTip } from "./MapTip.tsx";
export { LiveChoice, PanelMessage } from "./LiveChoice.tsx";
export { Choice } from "@/lib/client/seat_map/choice.ts";
export { showInset } from "@/lib/client/seat_map/inset.ts";
export { tipOf } from "@/lib/client/seat_map/tip.ts";
export { seatMemory } from "@/lib/client/seat_map/seat_memory.ts";
