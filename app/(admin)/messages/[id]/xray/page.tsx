import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { XrayBody } from "@/components/diagnosis/xray-body";
import { FixCard } from "@/components/diagnosis/xray-fix";
import { Groups } from "@/components/diagnosis/xray-groups";
import { XrayHead } from "@/components/diagnosis/xray-head";
import { refreshSeconds } from "@/components/diagnosis/xray-look";
import { firstLine } from "@/components/messages/list/first-line";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import type { MessageLogStatus } from "@/db/enums";
import type { UserActor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import { xrayMessage } from "@/lib/diagnosis/xray-message";
import { AppError } from "@/lib/errors";
import { requireActor } from "@/lib/http/require-actor";
import { requestLocale, words } from "@/lib/i18n/words";
import { RecipientFilter } from "@/lib/messages/list-schema";
import { getMessage } from "@/lib/messages/queries";
import { listRecipients, recipientsByIds } from "@/lib/messages/recipient-queries";
import { formatDateTime, formatTime } from "@/lib/time/format";
import { runtime } from "@/lib/wiring";
import { fixContext } from "../../../fix-context";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ recipient?: string | string[] }>;
};

const ID = /^[1-9]\d{0,14}$/;
const SHOWN = 20;
/** Whoever it hasn't reached is looked for first. */
const NOT_THERE: readonly MessageLogStatus[] = ["failed", "unknown", "sending", "queued"];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await words("xray");
  return { title: t("title.message", { id: (await params).id.slice(0, 16) }) };
}

export default async function MessageXrayPage({ params, searchParams }: Props) {
  const actor = await requireActor();
  const [{ id: asked }, { recipient }] = await Promise.all([params, searchParams]);
  const one = recipient === undefined ? null : String(recipient);
  if (!ID.test(asked) || (one !== null && !ID.test(one))) notFound();
  const [t, m, locale, found] = await Promise.all([
    words("xray"),
    words("messages"),
    requestLocale(),
    load(actor, Number(asked), one === null ? null : Number(one)).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "not_found") return null;
      throw error;
    }),
  ]);
  if (!found) notFound();
  const { xray, message, recipients, person, context } = found;
  const now = new Date(xray.now);
  const title = firstLine(message);
  const who = person && (person.name ?? person.phone ?? t("nameless"));
  return (
    <Screen
      crumbs={[
        { label: m("title"), href: "/messages" },
        { label: title.slice(0, 24), href: `/messages/${message.id}` },
        ...(who
          ? [{ label: t("crumb"), href: `/messages/${message.id}/xray` }, { label: who }]
          : [{ label: t("crumb") }]),
      ]}
      live={t("live", { time: formatTime(now) })}
    >
      <LiveRefresh everySeconds={refreshSeconds(xray.verdict.standing)} />
      <XrayHead
        xray={xray}
        tags={[
          message.orgName,
          m(`modes.${message.messageMode}`),
          ...(message.isSandbox ? [t("tags.sandbox")] : []),
          ...(message.origin === "imported" ? [t("tags.imported")] : []),
          ...(message.isTest ? [t("tags.test")] : []),
        ]}
        number={t("number.message", { id: message.id })}
        lede={[
          person &&
            [t("recipient.title", { who: who ?? "" }), person.phone].filter((part) => part && part !== who).join(" "),
          t("lede.of", { title: title.slice(0, 60) }),
          t("lede.accepted", { when: formatDateTime(new Date(message.createdAt), locale) }),
        ]}
        evidenceHref={`/api/messages/${message.id}/evidence`}
      />
      <Words areas={["xray", "messages", "errors", "tenants", "senders"]}>
        <XrayBody xray={xray} fix={<FixCard xray={xray} context={{ ...context, message }} />}>
          {person ? (
            <p className="text-sm">
              <Link href={`/messages/${message.id}/xray`} prefetch={false} className="link">
                {t("recipient.all")}
              </Link>
            </p>
          ) : (
            xray.groups.length > 0 && <Groups xray={xray} message={message} recipients={recipients} />
          )}
        </XrayBody>
      </Words>
    </Screen>
  );
}

async function load(actor: UserActor, id: number, recipient: number | null) {
  const rt = runtime();
  const { db, env } = rt;
  const scope = scopeOf(actor);
  const list = (status?: string) =>
    listRecipients(db, scope, env.LOOKUP_KEY, RecipientFilter.parse({ id: String(id), limit: String(SHOWN), status }));
  const [xray, message] = await Promise.all([
    xrayMessage(rt, actor, { id, ...(recipient !== null && { recipient }) }),
    getMessage(db, scope, id),
  ]);
  const context = await fixContext(actor, xray);
  if (recipient !== null) {
    // Whether it belongs to the message was asked by the x-ray.
    const [person = null] = await recipientsByIds(db, [recipient]);
    return { xray, message, recipients: [], person, context };
  }
  const first = (await list(NOT_THERE.join(","))).items;
  return { xray, message, recipients: first.length > 0 ? first : (await list()).items, person: null, context };
}
