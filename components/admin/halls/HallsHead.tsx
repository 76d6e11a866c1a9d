import type { ComponentChildren } from "preact";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { useWords } from "@/components/layout/words.tsx";

/** The head of the lists of halls and venues, with their tabs; the children are the page's actions. */
export function HallsHead({ tab, children }: { tab: "halls" | "venues"; children?: ComponentChildren }) {
  const words = useWords("halls");
  const tabs = [
    { name: "halls", href: "/admin/halls", label: words.title },
    { name: "venues", href: "/admin/halls/venues", label: words.venues },
  ];
  return (
    <>
      <PageTitle title={tab === "halls" ? words.title : words.venues}>{children}</PageTitle>
      <nav class="tabs" aria-label={words.navigation}>
        {tabs.map(({ name, href, label }) => (
          <a key={name} href={href} aria-current={name === tab ? "page" : "false"}>{label}</a>
        ))}
      </nav>
    </>
  );
}
