const places = [
  { href: "/account", label: "Account" },
  { href: "/account/bookings", label: "Bookings" },
  { href: "/account/messages", label: "Messages" },
];

/** The way between the pages of an account; `path` is the current one. */
export function AccountNav({ path }: { path: string }) {
  return (
    <nav class="chips" aria-label="Account">
      {places.map(({ href, label }) => (
        <a key={href} class="chip" href={href} aria-current={href === path ? "page" : "false"}>{label}</a>
      ))}
    </nav>
  );
}
