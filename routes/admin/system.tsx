import { page } from "fresh";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { SystemAlarms, SystemState } from "@/components/admin/SystemState.tsx";
import { alarmsOf } from "@/lib/health/alarms.ts";
import { readSystem } from "@/lib/health/system.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/** The health of the system behind the pages. */
export const handler = pageRoute({ access: "see-system" }, {
  async GET({ state: { services } }) {
    return page({ system: await readSystem(services), now: services.now() });
  },
});

export default define.page<typeof handler>(function SystemPage({ data: { system, now }, state }) {
  const { locale, words: { admin: { health: words, system: title } } } = state;
  const alarms = alarmsOf(system, words.alarm, locale);
  return (
    <>
      <PageTitle title={title}>
        <a href="/admin/system" aria-current="false">{words.readAgain}</a>
      </PageTitle>
      <SystemAlarms alarms={alarms} />
      {alarms.length === 0 && <p class="quiet admin-lead">{words.allWell}</p>}
      <SystemState system={system} now={now} />
    </>
  );
});
