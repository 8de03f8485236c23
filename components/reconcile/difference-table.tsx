"use client";
import { useLocale, useTranslations } from "use-intl";
import { CodeLink } from "@/components/diagnosis/code-link";
import { rowLooks } from "@/components/messages/list/message-looks";
import { Button } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import { RowLink, Table, Td, Th, Tr } from "@/components/ui/table";
import type { MessageLogStatus } from "@/db/enums";
import { toLocale } from "@/lib/i18n/locale";
import type { DifferenceDto } from "@/lib/reconcile/queries";
import { formatDateTime } from "@/lib/time/format";

type Props = {
  rows: readonly DifferenceDto[];
  mayDecide: boolean;
  busy: number | "more" | null;
  onDecide: (id: number, decision: "theirs" | "ours") => void;
};

/** Ours and theirs side by side. Nothing is chosen beforehand. */
export function DifferenceTable({ rows, mayDecide, busy, onDecide }: Props) {
  const t = useTranslations("differences");
  const locale = toLocale(useLocale());
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <Th>{t("columns.to")}</Th>
          <Th>{t("columns.message")}</Th>
          <Th>{t("columns.kind")}</Th>
          <Th>{t("columns.ours")}</Th>
          <Th>{t("columns.theirs")}</Th>
          <Th>{t("columns.seen")}</Th>
          <Th>{t("columns.decide")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td lead fit className="tabular-nums">
              <RowLink href={`/messages/${row.messageId}`}>{row.phone}</RowLink>
            </Td>
            <Td full className="max-w-64 truncate" title={row.orgName}>
              {row.title || t("untitled")}
            </Td>
            <Td full className="text-ink-2">
              {t(`kinds.${row.kind}`)}
            </Td>
            <Td full label={t("columns.ours")}>
              <Word status={row.ours} />
            </Td>
            <Td full label={t("columns.theirs")}>
              <Word status={row.theirs} />
              {row.providerCode && <CodeLink code={row.providerCode} kind="solapi" className="ms-1.5" />}
            </Td>
            <Td full className="text-ink-2 tabular-nums">
              {formatDateTime(new Date(row.seenAt), locale)}
            </Td>
            <Td full className="max-md:mt-1.5">
              {row.state === "open" ? (
                <Choice row={row} mayDecide={mayDecide} isBusy={busy === row.id} onDecide={onDecide} />
              ) : (
                <span className="text-ink-2">{t(`views.${row.state}`)}</span>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

type ChoiceProps = { row: DifferenceDto; mayDecide: boolean; isBusy: boolean; onDecide: Props["onDecide"] };

/** Where nothing of ours can become theirs, the decision is only that it was seen. */
function Choice({ row, mayDecide, isBusy, onDecide }: ChoiceProps) {
  const t = useTranslations("differences");
  const reason = mayDecide ? undefined : t("mayNot");
  if (row.kind !== "status_differs")
    return (
      <Button size="sm" className="z-1" busy={isBusy} reason={reason} onClick={() => onDecide(row.id, "ours")}>
        {t("seenOnly")}
      </Button>
    );
  return (
    <span className="flex flex-wrap gap-2">
      <Button size="sm" className="z-1" busy={isBusy} reason={reason} onClick={() => onDecide(row.id, "theirs")}>
        {t("theirs")}
      </Button>
      {mayDecide && (
        <Button size="sm" variant="ghost" className="z-1" busy={isBusy} onClick={() => onDecide(row.id, "ours")}>
          {t("ours")}
        </Button>
      )}
    </span>
  );
}

function Word({ status }: { status: MessageLogStatus | null }) {
  const t = useTranslations("differences");
  const m = useTranslations("messages.rows");
  if (status === null) return <Status kind="unreached">{t("nothing")}</Status>;
  return <Status kind={rowLooks[status]}>{m(status)}</Status>;
}
