"use client";
import { AudioLines } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { CodeLink } from "@/components/diagnosis/code-link";
import { ButtonLink } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import { Status } from "@/components/ui/status";
import { Card, CardBody, CardHead } from "@/components/ui/surface";
import { Tag } from "@/components/ui/tag";
import { isForPerson } from "@/lib/batches/hold-reasons";
import { toLocale } from "@/lib/i18n/locale";
import { thumbUrl } from "@/lib/images/image-url";
import type { MessageDetailDto } from "@/lib/messages/message-dto";
import type { RecipientPage } from "@/lib/messages/recipient-queries";
import { parseMoney, wonText } from "@/lib/tenants/money";
import { formatMoment } from "@/lib/time/format";
import { hyphenate } from "@/lib/transports/phone-number";
import { MessagePhone } from "../compose/message-phone";
import { lookOf } from "../list/message-looks";
import { HeldBatches } from "./held-batches";
import { MessageActions } from "./message-actions";
import { MessageProof } from "./message-proof";
import { RecipientLedger } from "./recipient-ledger";
import { useMessage } from "./use-message";

type Props = {
  message: MessageDetailDto;
  recipients: RecipientPage;
  nowIso: string;
  mayWrite: boolean;
};

/** One message: how far it got in a sentence, the proof, every recipient, and what may still be done. */
export function MessageScreen({ message: first, recipients, nowIso, mayWrite }: Props) {
  const t = useTranslations("messages");
  const r = useTranslations("reasons");
  const locale = toLocale(useLocale());
  const message = useMessage(first);
  const { look, kind } = lookOf(message);
  const { counts } = message;
  const meant = message.recipientCount - counts.skipped;
  const forPerson = message.batches.filter(
    ({ phase, heldReason }) => phase === "held" && isForPerson(heldReason ?? ""),
  );
  const countOf = (batches: typeof forPerson) => batches.reduce((sum, { size }) => sum + size, 0);
  const undecided = countOf(forPerson.filter(({ groupId }) => groupId !== null));
  const unbuilt = countOf(forPerson.filter(({ groupId }) => groupId === null));
  const at = new Date(message.sendAt ?? message.createdAt);
  const when = (moment: Date) => formatMoment(moment, new Date(nowIso), locale);
  const won = (amount: string) => t("won", { amount: wonText(parseMoney(amount) ?? 0n) });
  const reason = message.reasonCode as Parameters<typeof r>[0] | null;
  return (
    <>
      <PageHeader
        above={
          <>
            <Status kind={kind}>{t(`looks.${look}`)}</Status>
            {message.origin === "imported" && <Tag>{t("imported")}</Tag>}
            {message.isTest && <Tag>{t("test")}</Tag>}
            {message.purpose === "ad" && <Tag>{t("ad")}</Tag>}
          </>
        }
        title={
          message.origin === "imported"
            ? t("detail.headline.imported", { expected: message.expectedCount, recorded: message.recordedCount })
            : undecided > 0
              ? t("detail.headline.undecided", { count: undecided })
              : unbuilt > 0
                ? t("detail.headline.unbuilt", { count: unbuilt })
                : t(`detail.headline.${look}`, { arrived: counts.delivered, meant, at: when(at) })
        }
        lede={
          message.origin === "imported"
            ? t("detail.importedLede")
            : t("detail.lede", {
                failed: counts.failed,
                skipped: counts.skipped,
                waiting: counts.queued + counts.sending + counts.sent,
              })
        }
        actions={
          <>
            <ButtonLink href={`/messages/${message.id}/xray`} prefetch={false}>
              <AudioLines aria-hidden />
              {t("detail.xray")}
            </ButtonLink>
            <MessageActions message={message} mayWrite={mayWrite} />
          </>
        }
      />
      {reason && (
        <Note family="is-failed" className="mb-6" title={t("detail.stopped")}>
          {r.has(reason) ? r(reason) : reason} <CodeLink code={reason} kind="phone" quiet />
        </Note>
      )}
      <HeldBatches message={message} mayWrite={mayWrite} />
      <div className="grid grid-cols-[minmax(0,1fr)_360px] items-start gap-8 max-lg:grid-cols-1">
        {/* First in the page as on a narrow screen: what comes later over the wire must not push what already stands. */}
        <aside className="grid gap-6 lg:col-start-2 lg:row-start-1" aria-label={t("detail.facts")}>
          <MessageProof message={message} nowIso={nowIso} />
          <Card>
            <CardHead title={t("detail.facts")} />
            <CardBody>
              <Facts
                facts={[
                  [t("columns.mode"), t(`modes.${message.messageMode}`)],
                  [t("detail.sender"), hyphenate(message.sender)],
                  [t("detail.account"), message.tenantCode],
                  [t("columns.org"), message.orgName],
                  [t("detail.by"), message.requestedBy?.name ?? t("detail.byApi")],
                  [t("detail.asked"), when(new Date(message.createdAt))],
                  ...(message.sendAt ? [[t("detail.sendAt"), when(new Date(message.sendAt))] as const] : []),
                  [t("detail.reserved"), won(message.amounts.reserved)],
                  [t("detail.settled"), won(message.amounts.settled)],
                  [t("detail.released"), won(message.amounts.released)],
                ]}
              />
            </CardBody>
          </Card>
          <MessagePhone
            sender={message.sender}
            name={null}
            at={at}
            subject={message.subject}
            text={message.rawBody}
            marked={[]}
            pictureUrl={message.imageKey && thumbUrl(message.imageKey)}
            isAlimtalk={message.messageMode === "alimtalk" || message.messageMode === "both"}
          />
        </aside>
        <div className="min-w-0 lg:col-start-1 lg:row-start-1">
          <RecipientLedger message={message} first={recipients} mayWrite={mayWrite} />
        </div>
      </div>
    </>
  );
}
