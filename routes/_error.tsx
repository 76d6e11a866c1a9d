import type { Context } from "fresh";
import { Head } from "fresh/runtime";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { type ProblemCode, problems } from "@/lib/http/problem.ts";
import { logError, problemOf } from "@/lib/server/error_response.ts";
import { finishAnswer } from "@/lib/server/middlewares.ts";
import type { State } from "@/utils.ts";

/** What a person reads instead of the page they wanted, and the one way on. */
interface Message {
  title: string;
  text: string;
  picture: "seats" | "curtain" | "stage";
  /** Without an address the way on is to try the same again. */
  way: { label: string; href?: string };
}

const home = { label: "See what is on", href: "/events" };

const messages: Partial<Record<ProblemCode, Message>> = {
  "not-found": {
    title: "This page does not exist",
    text: "The address may be mistyped, or what was here is over.",
    picture: "seats",
    way: home,
  },
  "method-not-allowed": {
    title: "This page does not take that",
    text: "Nothing was changed. Open the page itself and start from there.",
    picture: "curtain",
    way: home,
  },
  "unauthenticated": {
    title: "Sign in first",
    text: "This page knows you by your account. What you hold stays yours meanwhile.",
    picture: "curtain",
    way: { label: "Sign in", href: "/login" },
  },
  "body-timeout": {
    title: "Your form did not arrive in time",
    text: "Nothing was saved. The connection may be slow: go back and send it again.",
    picture: "stage",
    way: { label: "Start again" },
  },
  "body-too-large": {
    title: "That was too much for one form",
    text: "Nothing was saved. Go back, shorten what you wrote and send it again.",
    picture: "curtain",
    way: { label: "Start again" },
  },
  "forbidden": {
    title: "This door is for staff",
    text: "Your account does not open it. If it should, ask an administrator for the role.",
    picture: "curtain",
    way: home,
  },
  "cross-site": {
    title: "We did not take that",
    text: "The form was sent from another site. Open the page here and send it again.",
    picture: "curtain",
    way: home,
  },
  "rate-limited": {
    title: "That was a lot at once",
    text: "Wait a minute, then try again. Seats that you hold stay yours until their clock runs out.",
    picture: "curtain",
    way: { label: "Try again" },
  },
  "unavailable": {
    title: "We are not quite there",
    text: "Something we depend on is restarting. It takes a few seconds; nothing of yours is lost.",
    picture: "stage",
    way: { label: "Try again" },
  },
};

function ErrorPage({ code, path, requestId }: { code: ProblemCode; path: string; requestId: string }) {
  const { title, text, picture, way } = messages[code] ?? {
    title: "Something went wrong on our side",
    text: `It has been written down. If you tell us about it, give this number: ${requestId}`,
    picture: "stage",
    way: { label: "Try again" },
  };
  return (
    <main id="main">
      <Head>
        <title>{`${title} · Aisle`}</title>
      </Head>
      <EmptyState title={title} text={text} picture={picture} whole>
        <a class="button" href={way.href ?? path}>{way.label}</a>
      </EmptyState>
    </main>
  );
}

/** Draws the page of an error. It stands outside of the middlewares and so finishes the answer itself. */
export async function handler(ctx: Context<State>): Promise<Response> {
  const { state, url, error } = ctx;
  logError(error, state);
  const { code, options } = problemOf(error);
  const page = <ErrorPage code={code} path={url.pathname + url.search} requestId={state.requestId} />;
  const response = await ctx.render(page, { status: problems[code].status, headers: options.headers });
  return finishAnswer(ctx, response);
}
