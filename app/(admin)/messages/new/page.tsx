import { Smartphone } from "lucide-react";
import type { Metadata } from "next";
import type { TenantChoice } from "@/components/messages/compose/compose-types";
import type { Draft } from "@/components/messages/compose/draft";
import { MessageCompose } from "@/components/messages/compose/message-compose";
import { resumed } from "@/components/messages/compose/resumed";
import { Screen } from "@/components/shell/screen";
import { Note } from "@/components/ui/note";
import { StateBlock } from "@/components/ui/states";
import { Words } from "@/components/words/words";
import type { UserActor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { getDraft, type KeptDraft, listDrafts } from "@/lib/messages/draft-queries";
import { DRAFT_DAYS, DraftKey } from "@/lib/messages/draft-schema";
import { variablesOf } from "@/lib/messages/template";
import { listTemplates } from "@/lib/schedules/template-queries";
import { listTenants, type TenantDto, tenantViewOf } from "@/lib/tenants/queries";
import { TenantFilter } from "@/lib/tenants/schema";
import { kstDate, kstTime } from "@/lib/time/kst";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("messageCompose"))("title") };
}

const MOST_TENANTS = 200;

type Props = { searchParams: Promise<{ draft?: string | string[] }> };

/** Writing a message to phones: what, to whom, in which words, and what it costs before it is sent. */
export default async function NewMessagePage({ searchParams }: Props) {
  const actor = await requireActor();
  const rt = runtime();
  const { db, clock } = rt;
  const key = [(await searchParams).draft].flat()[0];
  const [view, now, t] = await Promise.all([tenantViewOf(db, actor), clock(), words("messageCompose")]);
  const [{ items }, templates, drafts, kept] = await Promise.all([
    listTenants(db, view, TenantFilter.parse({ limit: String(MOST_TENANTS) }), now),
    listTemplates(db, actor, { kind: "alimtalk" }),
    listDrafts(rt, actor),
    key === undefined ? null : draftWith(rt, actor, key),
  ]);
  const tenants = items.map(choiceOf);
  const own = items.find((one) => one.id === view.nearestId) ?? items[0];
  const crumbs = [{ label: t("crumb"), href: "/messages" }, { label: t("title") }];
  if (!own)
    return (
      <Screen crumbs={crumbs}>
        <StateBlock heading="h1" icon={<Smartphone aria-hidden />} title={t("none.title")}>
          {t("none.text")}
        </StateBlock>
      </Screen>
    );
  const blank: Draft = {
    tenantCode: own.code,
    kind: "text",
    sender: own.messagingSender ?? "",
    sendAt: null,
    purpose: "info",
    subject: "",
    text: "",
    templateId: null,
    picture: null,
    rows: [],
    lists: [],
    customers: [],
  };
  const choices = templates.items.map(({ id, name, body, review }) => ({
    ...{ id, name, body, status: review?.status ?? null },
    variables: variablesOf(body),
  }));
  const initial = kept ? resumed(kept.draft, { blank, tenants, templates: choices, now }) : blank;
  const soon = new Date(Math.ceil((now.getTime() + 10 * 60_000) / 600_000) * 600_000);
  return (
    <Screen crumbs={crumbs}>
      <Words areas={["messageCompose", "reasons", "compose", "images", "errors"]}>
        {key !== undefined && !kept && (
          <Note family="is-unknown" className="mb-6" title={t("drafts.lost")}>
            {t("drafts.lostText", { days: DRAFT_DAYS })}
          </Note>
        )}
        <MessageCompose
          initial={initial}
          opened={kept && { key: kept.key, updatedAt: kept.updatedAt }}
          otherDrafts={drafts.items.filter((one) => one.key !== kept?.key).length}
          tenants={tenants}
          templates={choices}
          nowIso={now.toISOString()}
          today={kstDate(now)}
          soon={{ date: kstDate(soon), time: kstTime(soon) }}
          mayWrite={mayEver(actor, "message.send")}
        />
      </Words>
    </Screen>
  );
}

/** The reader's draft, or null where it is gone. */
async function draftWith(rt: Parameters<typeof getDraft>[0], actor: UserActor, key: string): Promise<KeptDraft | null> {
  const asked = DraftKey.safeParse({ key });
  if (!asked.success) return null;
  return getDraft(rt, actor, asked.data).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });
}

const choiceOf = (tenant: TenantDto): TenantChoice => ({
  code: tenant.code,
  orgName: tenant.orgName,
  senders: tenant.senders
    .filter((sender) => sender.status === "verified")
    .map(({ number, label }) => ({ number, label, isDefault: number === tenant.messagingSender })),
  adSenderName: tenant.adSenderName,
  optOutNumber: tenant.optOutNumber,
  isActive: tenant.messagingIsActive,
  pausedReason: tenant.paused?.reason ?? null,
  prices: tenant.prices,
  available: tenant.creditAvailable,
});
