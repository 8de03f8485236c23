import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { MessageScreen } from "@/components/messages/detail/message-screen";
import { firstLine } from "@/components/messages/list/first-line";
import { QueryProvider } from "@/components/query/provider";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { RecipientFilter } from "@/lib/messages/list-schema";
import { getMessage } from "@/lib/messages/queries";
import { listRecipients } from "@/lib/messages/recipient-queries";
import { runtime } from "@/lib/wiring";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("messages"))("detail.title") };
}

export default async function MessagePage({ params }: Props) {
  const actor = await requireActor();
  const { id } = await params;
  if (!/^[1-9]\d{0,14}$/.test(id)) notFound();
  const { db, clock, env } = runtime();
  const scope = scopeOf(actor);
  const [t, now, found] = await Promise.all([
    words("messages"),
    clock(),
    Promise.all([
      getMessage(db, scope, Number(id)),
      listRecipients(db, scope, env.LOOKUP_KEY, RecipientFilter.parse({ id, limit: "100" })),
    ]).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "not_found") return null;
      throw error;
    }),
  ]);
  if (!found) notFound();
  const [message, recipients] = found;
  return (
    <Screen crumbs={[{ label: t("title"), href: "/messages" }, { label: firstLine(message) }]}>
      <Words areas={["messages", "reasons", "solapiCodes", "messageCompose", "errors"]}>
        <QueryProvider>
          <MessageScreen
            message={message}
            recipients={recipients}
            nowIso={now.toISOString()}
            mayWrite={mayEver(actor, "message.send")}
          />
        </QueryProvider>
      </Words>
    </Screen>
  );
}
