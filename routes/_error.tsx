import type { Context } from "fresh";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { Problem, ProblemCode } from "@/lib/http/problem.ts";
import { logError, problemOf } from "@/lib/server/error_response.ts";
import { finishResponse } from "@/lib/server/middlewares.ts";
import type { State } from "@/utils.ts";

interface Look {
  picture: "seats" | "curtain" | "stage";
  /** What the link offers; by default, to try again. */
  action?: "seeWhatIsOn" | "signIn" | "startAgain";
}
const looks: Partial<Record<ProblemCode, Look>> = {
  "not-found": { picture: "seats", action: "seeWhatIsOn" },
  "method-not-allowed": { picture: "curtain", action: "seeWhatIsOn" },
  "unauthenticated": { picture: "curtain", action: "signIn" },
  "body-timeout": { picture: "stage", action: "startAgain" },
  "body-too-large": { picture: "curtain", action: "startAgain" },
  "forbidden": { picture: "curtain", action: "seeWhatIsOn" },
  "cross-site": { picture: "curtain", action: "seeWhatIsOn" },
  "rate-limited": { picture: "curtain" },
};
const targets = { seeWhatIsOn: "/events", signIn: "/login" };

function ErrorPage({ problem, path, state }: { problem: Problem; path: string; state: State }) {
  const words = useWords("errorPage");
  const { code } = problem;
  const { picture, action = "tryAgain" } = looks[code] ?? { picture: "stage" };
  const { title, detail } = problem.textsIn(state.words);
  return (
    <main id="main">
      <DocumentHead title={title} />
      <EmptyState title={title} text={detail} picture={picture} whole>
        {code === "internal" && <p>{words.requestNumber({ requestId: state.requestId })}</p>}
        <a class="button" href={action in targets ? targets[action as keyof typeof targets] : path}>
          {words[action]}
        </a>
      </EmptyState>
    </main>
  );
}

/** Renders an error page. It runs outside the middlewares, so it finishes the response itself. */
export async function handler(ctx: Context<State>): Promise<Response> {
  const { state, url, error } = ctx;
  logError(error, state);
  const problem = problemOf(error);
  const page = <ErrorPage problem={problem} path={url.pathname + url.search} state={state} />;
  const { status, options: { headers } } = problem;
  return finishResponse(ctx, await ctx.render(page, { status, headers }));
}
