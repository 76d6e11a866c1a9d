import { z } from "zod";
import { endOtherSessions } from "@/lib/account/sign_out.ts";
import { deviceName } from "@/lib/auth/device_name.ts";
import { listSchema, pageQuery } from "@/lib/http/page_query.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

const sessionViewSchema = z.object({
  id: z.uuid(),
  device: z.string().describe("The browser and system, in the caller's language"),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().describe("Accurate to a minute"),
  current: z.boolean().describe("Whether it is the session of this request"),
}).meta({
  id: "SignedInDevice",
  examples: [{
    id: "01977f6e-0b10-7c44-9f21-3d5a7b8c9d02",
    device: "Firefox on Linux",
    createdAt: "2027-02-20T09:12:44.000Z",
    lastUsedAt: "2027-03-01T18:30:00.000Z",
    current: true,
  }],
});

export const handler = endpoint("/api/me/sessions", {
  GET: method({
    operationId: "listSessions",
    summary: "List your sessions",
    description: "The devices on which the caller is signed in, newest sign-in first.",
    access: "secure-account",
    query: pageQuery,
    responses: { 200: listSchema(sessionViewSchema) },
    async handle({ services, caller, query, ctx }) {
      const { items, nextCursor } = await services.sessions.list(caller.user.id, query);
      const words = ctx.state.words.account.device;
      const views = items.map(({ id, userAgent, createdAt, lastUsedAt }) => ({
        id,
        device: deviceName(words, userAgent),
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        current: id === caller.sessionId,
      }));
      return Response.json({ items: views, nextCursor });
    },
  }),

  DELETE: method({
    operationId: "endOtherSessions",
    summary: "Sign out everywhere else",
    description:
      "Ends all sessions of the caller except the one of this request. Their access tokens stop working within 5 seconds.",
    access: "secure-account",
    responses: { 204: null },
    async handle({ services, caller }) {
      await endOtherSessions(services, caller);
      return new Response(null, { status: 204 });
    },
  }),
});
