import type { Context } from "fresh";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { type ProblemCode, problems } from "@/lib/http/problem.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { logError, problemOf } from "@/lib/server/error_response.ts";
import { finishResponse } from "@/lib/server/middlewares.ts";
import type { State } from "@/utils.ts";

/** The errors that have words of their own; the rest share some. */
type Code = keyof Words["errorPages"] & ProblemCode;

/** How a page without the one that was wanted is drawn: its picture, and the way on where that is not to try again. */
const pages: Record<
  Code,
  { picture: "seats" | "curtain" | "stage"; way?: "seeWhatIsOn" | "signIn" | "startAgain" }
> = {
  "not-found": { picture: "seats", way: "seeWhatIsOn" },
  "method-not-allowed": { picture: "curtain", way: "seeWhatIsOn" },
  "unauthenticated": { picture: "curtain", way: "signIn" },
  "body-timeout": { picture: "stage", way: "startAgain" },
  "body-too-large": { picture: "curtain", way: "startAgain" },
  "forbidden": { picture: "curtain", way: "seeWhatIsOn" },
  "cross-site": { picture: "curtain", way: "seeWhatIsOn" },
  "rate-limited": { picture: "curtain" },
  "unavailable": { picture: "stage" },
};
const addresses = { seeWhatIsOn: "/events", signIn: "/login" };

function ErrorPage({ code, path, requestId }: { code: ProblemCode; path: string; requestId: string }) {
  const words = useWords("errorPages");
  const { picture, way = "tryAgain" } = isNamed(code) ? pages[code] : { picture: "stage" as const };
  const { title, text } = isNamed(code)
    ? words[code]
    : { ...words.other, text: words.other.text({ requestId }) };
  return (
    <main id="main">
      <DocumentHead title={title} />
      <EmptyState title={title} text={text} picture={picture} whole>
        <a class="button" href={way in addresses ? addresses[way as keyof typeof addresses] : path}>
          {words[way]}
        </a>
      </EmptyState>
    </main>
  );
}

function isNamed(code: ProblemCode): code is Code {
  return Object.hasOwn(pages, code);
}

/** Draws the page of an error. It stands outside of the middlewares and so finishes the answer itself. */
export async function handler(ctx: Context<State>): Promise<Response> {
  const { state, url, error } = ctx;
  logError(error, state);
  const { code, options } = problemOf(error);
  const page = <ErrorPage code={code} path={url.pathname + url.search} requestId={state.requestId} />;
  const response = await ctx.render(page, { status: problems[code].status, headers: options.headers });
  return finishResponse(ctx, response);
}
