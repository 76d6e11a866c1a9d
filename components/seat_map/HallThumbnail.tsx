import type { HallMarks, HallThumbnail as Hall } from "@/lib/charts/hall_thumbnail.ts";

/** How much wider the outline is than the marks, in units of the picture. */
const EDGE = 12;

/** A thumbnail of a hall with the buyer's seats marked; `seats` are their indexes, `label` describes it in words. */
export function HallThumbnail({ hall, seats, label }: { hall: Hall; seats: number[]; label: string }) {
  return (
    <div class="hall-thumbnail" role="img" aria-label={label}>
      <HallPicture hall={hall} />
      <SeatMarks {...hall.marks(seats)} />
    </div>
  );
}

/** The picture alone; with `statuses`, one letter per seat, it shows what is free. */
export function HallPicture({ hall, statuses }: { hall: Hall; statuses?: string }) {
  return (
    <svg
      class="hall-thumbnail-picture"
      viewBox={hall.viewBox}
      aria-hidden="true"
      dangerouslySetInnerHTML={{ __html: hall.svg(statuses) }}
    />
  );
}

/** Marks on a picture, with one outline around all of them, so that neighbours form one shape. */
export function SeatMarks({ viewBox, radius, points }: HallMarks) {
  const dots = points.map((point) => `M${point}h0`).join("");
  return (
    <svg class="hall-thumbnail-marks" viewBox={viewBox} aria-hidden="true">
      <path class="hall-thumbnail-edge" d={dots} stroke-width={2 * radius + EDGE} />
      <path d={dots} stroke-width={2 * radius} />
    </svg>
  );
}
