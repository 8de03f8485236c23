import { Smartphone } from "lucide-react";
import type { Metadata } from "next";
import type { TenantChoice } from "@/components/messages/compose/compose-types";
import type { Draft } from "@/components/messages/compose/draft";
import { MessageCompose } from "@/components/messages/compose/message-compose";
import { Screen } from "@/components/shell/screen";
import { StateBlock } from "@/components/ui/states";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
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

/** Writing a message to phones: what, to whom, in which words, and what it costs before it is sent. */
export default async function NewMessagePage() {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const [view, now, t] = await Promise.all([tenantViewOf(db, actor), clock(), words("messageCompose")]);
  const [{ items }, templates] = await Promise.all([
    listTenants(db, view, TenantFilter.parse({ limit: String(MOST_TENANTS) }), now),
    listTemplates(db, actor, { kind: "alimtalk" }),
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
  const initial: Draft = {
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
  const soon = new Date(Math.ceil((now.getTime() + 10 * 60_000) / 600_000) * 600_000);
  return (
    <Screen crumbs={crumbs}>
      <Words areas={["messageCompose", "reasons", "compose", "images", "errors"]}>
        <MessageCompose
          initial={initial}
          tenants={tenants}
          templates={templates.items.map(({ id, name, body, review }) => ({
            ...{ id, name, body, status: review?.status ?? null },
            variables: variablesOf(body),
          }))}
          nowIso={now.toISOString()}
          today={kstDate(now)}
          soon={{ date: kstDate(soon), time: kstTime(soon) }}
          mayWrite={mayEver(actor, "message.send")}
        />
      </Words>
    </Screen>
  );
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
