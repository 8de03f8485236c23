"use client";
import { Download, Users } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "@/components/ui/button";
import { LoadMore } from "@/components/ui/load-more";
import { SearchWords } from "@/components/ui/search-words";
import { StateBlock } from "@/components/ui/states";
import { Table, TableFrame, Th } from "@/components/ui/table";
import { Tally } from "@/components/ui/tally";
import { messageLogStatuses } from "@/db/enums";
import type { MessageDto, RecipientDto } from "@/lib/messages/message-dto";
import type { RecipientPage } from "@/lib/messages/recipient-queries";
import { rowLooks } from "../list/message-looks";
import { RecipientRow } from "./recipient-row";
import { ResendUnknown } from "./resend-unknown";
import { useRecipients } from "./use-message";

type Props = { message: MessageDto; first: RecipientPage; mayWrite: boolean };

/** Every recipient of a message, also those who were left out: filtered, searched, taken along as a file. */
export function RecipientLedger({ message, first, mayWrite }: Props) {
  const t = useTranslations("messages");
  const { list, rows, filter, setFilter } = useRecipients(message, first);
  const shown = messageLogStatuses.filter(
    (status) => message.counts[status] > 0 || ["delivered", "failed", "skipped", "unknown"].includes(status),
  );
  const [again, setAgain] = useState<RecipientDto | null>(null);
  const retried = new Set(rows.map(({ retryOf }) => retryOf));
  const clear = () => setFilter({ status: null, q: "" });
  return (
    <section className="grid gap-3" aria-labelledby="recipients">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id="recipients" className="font-semibold text-lg">
          {t("detail.recipients")}
        </h2>
        <div className="ms-auto flex flex-wrap items-center gap-2">
          <SearchWords
            label={t("detail.search")}
            value={filter.q}
            onChange={(q) => setFilter((old) => ({ ...old, q }))}
          />
          {(["csv", "xlsx"] as const).map((format) => (
            <ButtonLink
              key={format}
              size="sm"
              href={`/api/messages/${message.id}/export?format=${format}`}
              prefetch={false}
              target="_blank"
            >
              <Download aria-hidden />
              {format.toUpperCase()}
            </ButtonLink>
          ))}
        </div>
      </div>
      <Tally
        label={t("detail.tally")}
        value={filter.status}
        onChange={(status) => setFilter((old) => ({ ...old, status }))}
        items={shown.map((status) => ({
          value: status,
          kind: rowLooks[status],
          label: t(`rows.${status}`),
          count: message.counts[status],
        }))}
      />
      <TableFrame aria-busy={list.isPlaceholderData}>
        {rows.length === 0 ? (
          <StateBlock
            icon={<Users aria-hidden />}
            title={t("detail.nobody")}
            action={<Button onClick={clear}>{t("filters.clear")}</Button>}
          />
        ) : (
          <Table label={t("detail.recipients")}>
            <thead>
              <tr>
                <Th>{t("detail.name")}</Th>
                <Th>{t("detail.number")}</Th>
                <Th>{t("columns.mode")}</Th>
                <Th>{t("columns.status")}</Th>
                <Th>{t("columns.rest")}</Th>
                <Th num>{t("detail.cost")}</Th>
                <Th num>{t("detail.ended")}</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <RecipientRow
                  key={row.id}
                  messageId={message.id}
                  row={row}
                  {...(mayWrite && !retried.has(row.id) && { onAgain: setAgain })}
                />
              ))}
            </tbody>
          </Table>
        )}
        {list.hasNextPage && rows.length > 0 && (
          <LoadMore onMore={() => void list.fetchNextPage()} busy={list.isFetchingNextPage} />
        )}
      </TableFrame>
      <p className="text-ink-3 text-xs">{t("detail.masked")}</p>
      <ResendUnknown messageId={message.id} row={again} onClose={() => setAgain(null)} />
    </section>
  );
}
