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
  ["text", "M4,5V3h12v2M10,3v14M8,17h4"],
  ["brush", "M17 3L9 11M8 11c-3 0-2 4-5 5 3 2 7 1 7-3z"],
  ["labels", "M3 3h7l7 7-7 7-7-7zM6.5 6.5h.1"],
  ["focus", "M10 2v4M10 14v4M2 10h4M14 10h4M10 7a3 3 0 1 0 .1 0"],
]);

export function ToolIcon({ tool }: { tool: ToolName }) {
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
      <path d={paths.get(tool)} />
    </svg>
  );
}
