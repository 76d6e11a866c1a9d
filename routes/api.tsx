import { asset } from "fresh/runtime";
import { ApiReference } from "@/components/api/ApiReference.tsx";
import type { ApiDocument } from "@/components/api/document.ts";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { siteUrl } from "@/lib/config.ts";
import { cacheForGuests } from "@/lib/server/page_cache.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { apiDocument } from "./openapi.json.ts";

export const handler = pageRoute({ access: "anyone" }, {
  async GET(ctx) {
    const document = apiDocument() as unknown as ApiDocument;
    const site = siteUrl(ctx.state.services.config);
    return await cacheForGuests(
      ctx,
      () => Promise.resolve([document]),
      () => ctx.render(<ApiPage document={document} site={site} />),
    );
  },
});

function ApiPage({ document, site }: { document: ApiDocument; site: string }) {
  return (
    <main id="main" class="page" lang="en" dir="ltr">
      <DocumentHead title="API">
        <meta
          name="description"
          content="The HTTP API of this site: every operation with its parameters, responses and examples."
        />
        <link rel="stylesheet" href={asset("/styles/api.css")} />
      </DocumentHead>
      <ApiReference document={document} site={site} />
    </main>
  );
}
