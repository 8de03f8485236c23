"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useFailure } from "@/components/query/use-failure";
import { ActionFoot } from "@/components/ui/action-foot";
import { Button } from "@/components/ui/button";
import { partOf, usePart } from "@/components/ui/load-part";
import { PageHeader } from "@/components/ui/page-header";
import { useToast } from "@/components/ui/toast";
import { formatDateTime } from "@/lib/time/format";
import { parseKstDateTime } from "@/lib/time/kst";
import { AlimtalkSection } from "./alimtalk-section";
import { BillCard } from "./bill-card";
import { composeText } from "./compose-text";
import type { AlimtalkChoice, TenantChoice } from "./compose-types";
import { type Draft, hasRecipients, meantFor } from "./draft";
import { DraftStanding } from "./draft-standing";
import { LawNote } from "./law-note";
import { MessagePhone } from "./message-phone";
import { RecipientsSection } from "./recipients-section";
import { Remarks } from "./remarks";
import { TextSection } from "./text-section";
import { useDraft } from "./use-draft";
import { useKeptDraft } from "./use-kept-draft";
import { useSend } from "./use-send";
import { WhatSection } from "./what-section";
import { useWon } from "./won";

const confirmSend = partOf(() => import("./confirm-send").then((module) => module.ConfirmSend));
const draftsSheet = partOf(() => import("./drafts-sheet").then((module) => module.DraftsSheet));
const testSend = partOf(() => import("./test-send").then((module) => module.TestSend));

type Step = "confirm" | "test" | "drafts";
type Props = {
  initial: Draft;
  /** The kept draft this goes on with, and how many others there are. */
  opened: { key: string; updatedAt: string } | null;
  otherDrafts: number;
  tenants: readonly TenantChoice[];
  templates: readonly AlimtalkChoice[];
  nowIso: string;
  today: string;
  soon: { date: string; time: string };
  mayWrite: boolean;
};

/** A message to phones: what, to whom and in which words on the left; the phone and the bill on the right. */
export function MessageCompose({
  initial,
  opened,
  otherDrafts,
  tenants,
  templates,
  nowIso,
  today,
  soon,
  mayWrite,
}: Props) {
  const t = useTranslations("messageCompose");
  const locale = useLocale();
  const router = useRouter();
  const toast = useToast();
  const won = useWon();
  const failure = useFailure();
  const { draft, change, preview, failure: previewFailure, isStale } = useDraft(initial);
  const [step, setStep] = useState<Step | null>(null);
  const [wanted, setWanted] = useState<ReadonlySet<Step>>(new Set());
  const ConfirmSend = usePart(confirmSend, wanted.has("confirm"));
  const TestSend = usePart(testSend, wanted.has("test"));
  const DraftsSheet = usePart(draftsSheet, wanted.has("drafts"));
  const { standing, keptKey, settledKey, drop } = useKeptDraft(draft, opened);
  const sending = useSend((answer) => {
    void drop();
    router.push(`/messages/${answer.message_id}`);
  }, settledKey);
  const testing = useSend((answer) => {
    setStep(null);
    const action = { label: t("test.see"), onPress: () => router.push(`/messages/${answer.message_id}`) };
    toast({ text: t("test.sent"), action });
  });
  const open = (next: Step) => {
    setWanted((all) => new Set([...all, next]));
    sending.forget();
    testing.forget();
    setStep(next);
  };
  const tenant = tenants.find((one) => one.code === draft.tenantCode) ?? tenants[0]!;
  const template = templates.find((one) => one.id === draft.templateId) ?? null;
  const shown = composeText(draft, tenant, template);
  const locked = !mayWrite;
  const hasContent = draft.kind === "text" ? draft.text.trim() !== "" : template !== null;
  const isUnkept = standing.is === "waiting" || standing.is === "failed";
  useEffect(() => {
    if (!isUnkept) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isUnkept]);

  const count = preview?.enqueued ?? meantFor(draft);
  const at = (draft.sendAt && parseKstDateTime(`${draft.sendAt.date}T${draft.sendAt.time}`)) ?? new Date(nowIso);
  const when = draft.sendAt ? formatDateTime(at, locale) : t("what.now");
  const why = locked
    ? t("foot.readOnly")
    : !tenant.isActive
      ? t("foot.inactive", { org: tenant.orgName })
      : !hasRecipients(draft)
        ? t("foot.noRecipients")
        : !hasContent
          ? t("foot.noText")
          : previewFailure
            ? failure(previewFailure).general
            : isStale || !preview
              ? t("foot.checking")
              : preview.blocks.length > 0
                ? t("foot.blocked")
                : null;
  const name = draft.rows[0]?.name ?? preview?.samples[0]?.name ?? null;
  const purpose = draft.kind === "text" ? draft.purpose : draft.kind;

  return (
    <>
      <PageHeader
        title={hasRecipients(draft) ? t(`headline.${purpose}`, { count }) : t("headline.empty")}
        lede={
          preview
            ? t("lede", {
                requested: preview.requested,
                left: preview.requested - preview.enqueued,
                total: won(preview.total),
              })
            : t("ledeEmpty")
        }
        actions={!locked && <DraftStanding standing={standing} others={otherDrafts} onOpen={() => open("drafts")} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)_396px] items-start gap-8 max-lg:grid-cols-1 max-lg:gap-6">
        <div className="grid gap-6">
          <WhatSection {...{ draft, change, tenants, tenant, today, soon, locked }} />
          <RecipientsSection {...{ draft, change, preview, locked }} />
          {draft.kind === "text" ? (
            <TextSection {...{ draft, change, locked, ...shown }} />
          ) : (
            <AlimtalkSection {...{ draft, change, templates, locked, blanks: shown.blanks, text: shown.text }} />
          )}
          {draft.kind === "text" && draft.purpose === "ad" && <LawNote tenant={tenant} />}
          <Remarks preview={preview} />
        </div>
        <aside className="sticky top-[76px] grid gap-6 max-lg:static" aria-label={t("preview.heading")}>
          <MessagePhone
            sender={draft.sender}
            name={name}
            at={at}
            subject={shown.subject}
            text={shown.text}
            marked={shown.frame ? [shown.frame.before, shown.frame.after] : []}
            pictureUrl={draft.kind === "text" ? (draft.picture?.thumbUrl ?? null) : null}
            isAlimtalk={draft.kind !== "text"}
          />
          <BillCard {...{ preview, tenant, isStale, bytes: shown.bytes }} />
        </aside>
      </div>
      <ActionFoot note={why && <p role="status">{why}</p>}>
        <Button disabled={locked || !hasContent || !tenant.isActive} onClick={() => open("test")}>
          {t("foot.test")}
        </Button>
        <Button variant="primary" disabled={why !== null} onClick={() => open("confirm")}>
          {draft.sendAt ? t("foot.book", { count }) : t("foot.send", { count })}
        </Button>
      </ActionFoot>
      {ConfirmSend && preview && (
        <ConfirmSend
          open={step === "confirm"}
          onClose={() => setStep(null)}
          {...{ draft, preview, when, busy: sending.busy, problem: sending.problem }}
          onSend={() => void sending.send(draft)}
        />
      )}
      {DraftsSheet && (
        <DraftsSheet open={step === "drafts"} onClose={() => setStep(null)} here={keptKey()} nowIso={nowIso} />
      )}
      {TestSend && (
        <TestSend
          open={step === "test"}
          onClose={() => setStep(null)}
          {...{ busy: testing.busy, problem: testing.problem }}
          onSend={(phone) => {
            const variables = { ...(draft.rows[0]?.variables ?? {}) };
            const recipients = [{ phone, name: name ?? t("test.name"), variables }];
            void testing.send(
              { ...draft, rows: recipients, lists: [], customers: [], sendAt: null },
              { is_test: true },
            );
          }}
        />
      )}
    </>
  );
}
