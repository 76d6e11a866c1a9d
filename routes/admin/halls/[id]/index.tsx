import { page } from "fresh";
import { z } from "zod";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { useLocale } from "@/components/layout/words.tsx";
import HallDesigner from "@/islands/HallDesigner.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { may } from "@/lib/auth/permissions.ts";
import { readDraft } from "@/lib/charts/drafts.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { spokenIn } from "@/lib/i18n/words.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute({ access: "edit-halls" }, {
  async GET({ params, url: { searchParams }, state: { services: { sql }, caller } }) {
    const id = orNotFound(z.uuid().safeParse(params.id).data ?? null);
    const { name, owner, version } = orNotFound(await readDraft(sql, id));
    const user = userOf(caller);
    const mayEdit = owner?.id === user.id || may(user.role, "every-hall");
    const isNew = searchParams.get("done") === "created";
    return page({ id, name, version, mayEdit, isNew });
  },
});

/** A hall, drawn by its owner and by admins; everyone else sees its newest version. */
export default define.page<typeof handler>(function HallPage({ data, state: { words, language } }) {
  const { id, name, version, mayEdit, isNew } = data;
  const locale = useLocale();
  const still = version !== null && (
    <img class="hall-still" src={`/admin/charts/${id}.svg`} alt={isolated(name)} />
  );
  return (
    <>
      <PageTitle title={isolated(name)} page={words.halls.title} />
      {isNew && <Notice kind="success" title={words.halls.created} />}
      {mayEdit
        ? <HallDesigner chartId={id} words={spokenIn(language, locale, "hallDesigner")} still={still} />
        : (
          <>
            <Notice>
              <p>{words.problems.forbidden.chart}</p>
            </Notice>
            {still}
          </>
        )}
      <noscript>{words.hallDesigner.noScript}</noscript>
    </>
  );
});
