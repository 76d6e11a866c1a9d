import type { ToolName } from "@/lib/client/hall_designer/settings.ts";

/** Lines on a grid of 20 by 20. */
const paths = new Map<ToolName, string>([
  ["select", "M5 3l10 7-4.5 1L8 15.5z"],
  ["pan", "M10 2v16M2 10h16M10 2L8 4M10 2l2 2M10 18l-2-2M10 18l2-2M2 10l2-2M2 10l2 2M18 10l-2-2M18 10l-2 2"],
  ["rows", "M3 12a2 2 0 1 0 0-.1M8.5 9.5a2 2 0 1 0 0-.1M14 12a2 2 0 1 0 0-.1"],
  ["block", "M3 5h2M9 5h2M15 5h2M3 10h2M9 10h2M15 10h2M3 15h2M9 15h2M15 15h2"],
  ["table", "M10 6.5a3.5 3.5 0 1 0 .1 0M10 2v1M10 17v1M2 10h1M17 10h1"],
  ["area", "M3 5l9-2 5 6-3 8H5z"],
  ["shape", "M2 4h16v6H2zM5 14h10"],
  ["text", "M4 5V3h12v2M10 3v14M8 17h4"],
  ["brush", "M17 3L9 11M8 11c-3 0-2 4-5 5 3 2 7 1 7-3z"],
  ["labels", "M3 3h7l7 7-7 7-7-7zM6.5 6.5h.1"],
  ["focus", "M10 2v4M10 14v4M2 10h4M14 10h4M10 7a3 3 0 1 0 .1 0"],
  ["trace", "M3 3h14v14H3zM3 14l4-4 3 3 4-5 3 4M7 7h.1"],
]);

/** What arranges a selection, in the order of the buttons. */
export const arrangements = [
  "left",
  "middle",
  "right",
  "top",
  "centre",
  "bottom",
  "across",
  "down",
  "mirror",
  "flip",
  "turnLeft",
  "turnRight",
] as const;
export type Arrangement = (typeof arrangements)[number];

const arrangementPaths: Record<Arrangement, string> = {
  left: "M3 2v16M6 6h11M6 13h6",
  middle: "M10 2v16M4 6h12M7 13h6",
  right: "M17 2v16M14 6H3M14 13H8",
  top: "M2 3h16M6 6v11M13 6v6",
  centre: "M2 10h16M6 4v12M13 7v6",
  bottom: "M2 17h16M6 14V3M13 14V8",
  across: "M3 3v14M17 3v14M10 6v8",
  down: "M3 3h14M3 17h14M6 10h8",
  mirror: "M10 2v16M7 6L2 14h5zM13 6l5 8h-5z",
  flip: "M2 10h16M6 7l8-5v5zM6 13l8 5v-5z",
  turnLeft: "M6 4L3 7l3 3M3 7h8a5 5 0 0 1 0 10H6",
  turnRight: "M14 4l3 3-3 3M17 7H9a5 5 0 0 0 0 10h5",
};

export function ToolIcon({ tool }: { tool: ToolName }) {
  return <Icon path={paths.get(tool)!} />;
}

export function ArrangementIcon({ arrangement }: { arrangement: Arrangement }) {
  return <Icon path={arrangementPaths[arrangement]} />;
}

function Icon({ path }: { path: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d={path} />
    </svg>
  );
}
