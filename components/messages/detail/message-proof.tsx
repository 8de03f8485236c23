"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { ProofCard } from "@/components/ui/proof-card";
import type { MessageDto } from "@/lib/messages/message-dto";
import { isAllFinal } from "@/lib/messages/status";
import { formatTime } from "@/lib/time/format";

type Reason = Parameters<typeof ProofCard>[0]["reasons"][number];

/** What can be proved of a message: a row before the first call for each, nobody twice, and what nobody knows. */
export function MessageProof({ message, nowIso }: { message: MessageDto; nowIso: string }) {
  const t = useTranslations("messages.proof");
  const { counts } = message;
  const meant = message.recipientCount - counts.skipped;
  const unrecorded = message.expectedCount - message.recordedCount;
  const reasons: Reason[] =
    message.origin === "imported"
      ? [{ kind: "handed", text: t("imported") }]
      : [
          { kind: "arrived", text: t("rowsFirst", { count: message.recipientCount }) },
          { kind: "arrived", text: t("once") },
        ];
  if (unrecorded > 0)
    reasons.push({
      kind: "failed",
      text: t.rich("unrecorded", {
        count: unrecorded,
        link: (words) => (
          <Link href={`/coverage?origin=${message.origin}#gaps`} className="link">
            {words}
          </Link>
        ),
      }),
    });
  if (message.duplicateCount > 0)
    reasons.push({ kind: "skipped", text: t("merged", { count: message.duplicateCount }) });
  if (counts.sent > 0)
    reasons.push({
      kind: "accepted",
      text: t(message.origin === "imported" ? "importedSent" : "waiting", { count: counts.sent }),
    });
  if (counts.unknown > 0)
    reasons.push({
      kind: "unknown",
      text: t(message.origin === "imported" ? "importedUnknown" : "unknown", { count: counts.unknown }),
    });
  if (message.origin === "new" && isAllFinal(counts) && counts.unknown === 0)
    reasons.push({ kind: "arrived", text: t("complete") });
  return (
    <ProofCard
      title={t("title")}
      until={t("until", { time: formatTime(new Date(nowIso)) })}
      figures={[
        { label: t("planned"), value: meant.toLocaleString() },
        { label: t("arrived"), value: counts.delivered.toLocaleString() },
        { label: t("duplicates"), value: 0 },
        {
          label: t("unknownShort"),
          value: counts.unknown.toLocaleString(),
          ...(counts.unknown > 0 && { kind: "unknown" as const }),
        },
      ]}
      reasons={reasons}
      foot={<span className="tabular-nums">{t("number", { id: message.id })}</span>}
    />
  );
}
