import { Fragment } from "preact";

/** A venue's name and city, on request with its address between them. Each is set in its own text direction. */
export function VenueLocation({ venue: { name, address, city }, withAddress = false }: {
  venue: { name: string; address?: string; city: string };
  withAddress?: boolean;
}) {
  return [name, withAddress && address, city].filter(Boolean).map((part, n) => (
    <Fragment key={n}>
      {n > 0 && ", "}
      <bdi>{part}</bdi>
    </Fragment>
  ));
}
