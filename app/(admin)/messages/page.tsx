import type { Metadata } from "next";
import { filterFrom, messageViews, queryOf } from "@/components/messages/list/list-address";
import { lookOf } from "@/components/messages/list/message-looks";
import { MessagesScreen } from "@/components/messages/list/messages-screen";
import { QueryProvider } from "@/components/query/provider";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { MessageFilter } from "@/lib/messages/list-schema";
import { listMessages } from "@/lib/messages/queries";

import { orgTree } from "@/lib/orgs/queries";
import { formatTime } from "@/lib/time/format";
import { runtime } from "@/lib/wiring";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("messages"))("title") };
}

export default async function MessagesPage({ searchParams }: Props) {
  const actor = await requireActor();
  const { db, clock, env } = runtime();
  const scope = scopeOf(actor);
  const asked = await searchParams;
  const filter = filterFrom({ get: (name) => [asked[name]].flat()[0] ?? null });
  const ask = (query: string) => MessageFilter.parse(Object.fromEntries(new URLSearchParams(query)));
  const some = (view: keyof typeof messageViews) =>
    listMessages(
      db,
      scope,
      env.LOOKUP_KEY,
      ask(queryOf({ status: messageViews[view], orgId: null, test: null, q: "" })),
    );
  const [t, now, page, orgs, underWay, troubled] = await Promise.all([
    words("messages"),
    clock(),
    listMessages(db, scope, env.LOOKUP_KEY, ask(queryOf(filter))),
    orgTree(db, scope),
    some("underWay"),
    some("troubled"),
  ]);
  return (
    <Screen crumbs={[{ label: t("title") }]} live={t("live", { time: formatTime(now) })}>
      <Words areas={["messages", "schedules", "views"]}>
        <QueryProvider>
          <MessagesScreen
            first={{ filter, page }}
            orgs={orgs.map(({ id, name, parentId }) => ({ id, name, parentId, count: 0 }))}
            summary={{
              underWay: underWay.items.filter((message) => lookOf(message).look !== "booked").length,
              booked: underWay.items.filter((message) => lookOf(message).look === "booked").length,
              troubled: troubled.items.length,
            }}
            mayWrite={mayEver(actor, "message.send")}
          />
        </QueryProvider>
      </Words>
    </Screen>
  );
}
