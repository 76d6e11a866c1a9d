import { Fragment } from "preact";

/** The parts of a place, such as venue, street and city, each in its own text direction. Empty ones are left out. */
export function Place({ parts }: { parts: string[] }) {
  return parts.filter(Boolean).map((part, n) => (
    <Fragment key={n}>
      {n > 0 && ", "}
      <bdi>{part}</bdi>
    </Fragment>
  ));
}
