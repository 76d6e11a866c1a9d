import { asset, Head } from "fresh/runtime";
import { type SideLink, SideNav } from "@/components/admin/SideNav.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { may } from "@/lib/auth/permissions.ts";
import { countDeadLetters } from "@/lib/messaging/dead_letters.ts";
import { define, type State } from "@/utils.ts";

/** The frame of the administration: its navigation, and the page. */
export default define.layout(async function AdminLayout({ Component, url, state }) {
  return (
    <div class="admin">
      <Head>
        <link key="admin" rel="stylesheet" href={asset("/styles/admin.css")} />
      </Head>
      <SideNav links={await linksOf(state)} path={url.pathname} />
      <main id="main">
        <Component />
      </main>
    </div>
  );
});

async function linksOf({ caller, services, words: { admin: words, halls } }: State): Promise<SideLink[]> {
  const { role } = userOf(caller);
  const links: SideLink[] = [
    { href: "/admin/events", label: words.events },
    { href: "/admin/checkin", label: words.checkIn },
  ];
  if (may(role, "edit-events")) links.unshift({ href: "/admin", label: words.overview });
  if (may(role, "edit-halls")) links.push({ href: "/admin/halls", label: halls.title });
  if (may(role, "dead-letters")) {
    links.push({
      href: "/admin/deadletters",
      label: words.deadLetters,
      count: await countDeadLetters(services),
    });
  }
  if (may(role, "manage-accounts")) links.push({ href: "/admin/accounts", label: words.accounts });
  if (may(role, "read-audit")) links.push({ href: "/admin/audit", label: words.auditLog });
  if (may(role, "see-system")) links.push({ href: "/admin/system", label: words.system });
  return links;
}
