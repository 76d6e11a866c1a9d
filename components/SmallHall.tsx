import type { HallMarks, SmallHall as Hall } from "@/lib/seats/small_hall.ts";

/** A hall drawn small with some of its seats marked as one's own; `seats` are their indexes, `label` says it in words. */
export function SmallHall({ hall, seats, label }: { hall: Hall; seats: number[]; label: string }) {
  return (
    <div class="small-hall" role="img" aria-label={label}>
      <HallPicture hall={hall} />
      <SeatMarks {...hall.marks(seats)} />
    </div>
  );
}

/** The picture alone; with `statuses`, one letter a seat, it shows what is free. */
export function HallPicture({ hall, statuses }: { hall: Hall; statuses?: string }) {
  return (
    <svg
      class="small-hall-picture"
      viewBox={hall.viewBox}
      aria-hidden="true"
      dangerouslySetInnerHTML={{ __html: hall.svg(statuses) }}
    />
  );
}

/** Marks that lie on a picture. */
export function SeatMarks({ viewBox, radius, places }: HallMarks) {
  return (
    <svg class="small-hall-marks" viewBox={viewBox} aria-hidden="true">
      {places.map(([x, y]) => <circle key={`${x} ${y}`} cx={x} cy={y} r={radius} />)}
    </svg>
  );
}
