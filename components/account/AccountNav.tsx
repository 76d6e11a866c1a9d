import { useWords } from "@/components/layout/words.tsx";

const pages = [
  { href: "/account", name: "account" },
  { href: "/account/bookings", name: "bookings" },
  { href: "/account/messages", name: "messages" },
  { href: "/account/security", name: "security" },
] as const;

/** Navigation between the pages of an account; `path` is the current one. */
export function AccountNav({ path }: { path: string }) {
  const words = useWords("account");
  return (
    <nav class="chips" aria-label={words.account}>
      {pages.map(({ href, name }) => (
        <a key={href} class="chip" href={href} aria-current={href === path ? "page" : "false"}>
          {words[name]}
        </a>
      ))}
    </nav>
  );
}
