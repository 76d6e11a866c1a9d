import { page } from "fresh";
import { HallPreview } from "@/components/admin/halls/HallPreview.tsx";
import { NewHallForm } from "@/components/admin/halls/NewHallForm.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { actorOf } from "@/lib/auth/caller.ts";
import { venuesToChoose } from "@/lib/charts/hall_list.ts";
import { type HallChoice, listHalls, type Venue } from "@/lib/charts/halls.ts";
import { CHART_BYTES_MAX } from "@/lib/charts/input.ts";
import {
  createHall,
  type NewHallForm as Form,
  readStart,
  type Start,
  type StartResult,
  starts,
} from "@/lib/charts/new_hall.ts";
import { FORM_KEY, newFormKey } from "@/lib/http/form_key.ts";
import { readUploadForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define, type State } from "@/utils.ts";

/** A file, and the same content as text below it. */
const FORM_BYTES_MAX = 2 * CHART_BYTES_MAX + 64 * 1024;
const UPLOAD_MS_MAX = 60_000;

interface NewHall {
  /** Null until it is chosen. */
  start: Start | null;
  form: Form;
  result: StartResult | null;
  errors: Record<string, string>;
  venues: Pick<Venue, "id" | "name" | "city">[];
  halls: HallChoice[];
}

export const handler = pageRoute({ access: "edit-halls", limits: { POST: "charts" } }, {
  async GET({ url: { searchParams }, state: { services } }) {
    const form = { copyOf: searchParams.get("hall") ?? "", [FORM_KEY]: newFormKey() };
    const start = startNamed(searchParams.get("start"));
    return page<NewHall>({ start, form, result: null, errors: {}, ...await choices(services.sql) });
  },

  async POST(ctx) {
    const { services, words, caller } = ctx.state;
    const form = await formOf(await readUploadForm(ctx.req, FORM_BYTES_MAX, UPLOAD_MS_MAX));
    const start = startNamed(form.start) ?? starts[0];
    const result = await readStart(services, start, form, words);
    const show = async (errors: Record<string, string>, status: number) =>
      page<NewHall>({ start, form, result, errors, ...await choices(services.sql) }, { status });
    if (form.intent !== "create") return await show({}, result.ok ? 200 : 422);
    if (!result.ok) return await show({}, 422);
    const created = await createHall(
      services,
      actorOf(caller),
      new URLSearchParams(form),
      result.preview,
      words,
    );
    return created.ok
      ? ctx.redirect(`/admin/halls/${created.id}?done=created`, 303)
      : await show(created.errors, 422);
  },
});

async function choices(sql: State["services"]["sql"]) {
  const [venues, halls] = await Promise.all([venuesToChoose(sql), listHalls(sql)]);
  return { venues, halls };
}

function startNamed(name: string | null | undefined): Start | null {
  return starts.find((start) => start === name) ?? null;
}

/** The fields as text; the content of a file replaces what was typed. */
async function formOf(fields: FormData): Promise<Form> {
  const form: Form = {};
  for (const [name, value] of fields) {
    if (typeof value === "string") form[name] = value.replaceAll("\0", "");
    else if (value.size > 0) form.content = (await value.text()).replaceAll("\0", "");
  }
  return form;
}

export default define.page<typeof handler>(
  function NewHallPage({ data, state: { words: { halls: words } } }) {
    const { start, form, result, errors, venues, halls } = data;
    return (
      <>
        <PageTitle title={words.new} />
        {start === null ? <StartGallery hasHalls={halls.length > 0} /> : (
          <>
            <p class="admin-lead">
              <a href="/admin/halls/new">{words.otherStart}</a>
            </p>
            {result && !result.ok && <ImportErrors errors={result.errors} />}
            <div class="new-hall">
              <NewHallForm {...{ start, form, errors, venues, halls }} />
              {result?.ok && result.preview && <HallPreview preview={result.preview} />}
            </div>
          </>
        )}
      </>
    );
  },
);

function ImportErrors({ errors }: { errors: Extract<StartResult, { ok: false }>["errors"] }) {
  const words = useWords("halls");
  return (
    <Notice kind="danger" title={words.importFailed}>
      <ul>
        {errors.map(({ place, message }, n) => (
          <li key={n}>{place === null ? message : words.errorAt({ place, message })}</li>
        ))}
      </ul>
    </Notice>
  );
}

function StartGallery({ hasHalls }: { hasHalls: boolean }) {
  const words = useWords("halls");
  return (
    <>
      <p class="lead">{words.whichStart}</p>
      <ul class="hall-gallery">
        {starts.filter((start) => start !== "copy" || hasHalls).map((start) => (
          <li key={start}>
            <a href={`/admin/halls/new?start=${start}`} aria-current="false">
              <span class="hall-name">{words.startOf({ start })}</span>
              <span class="small quiet">{words.startText({ start })}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
