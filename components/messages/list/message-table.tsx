"use client";
import { useTranslations } from "use-intl";
import { Table, Th } from "@/components/ui/table";
import type { MessageDto } from "@/lib/messages/message-dto";
import { MessageRow } from "./message-row";

/** Messages to phones, one a row: the list of messages and the ledger show the same. */
export function MessageTable({ rows }: { rows: readonly MessageDto[] }) {
  const t = useTranslations("messages");
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <Th>{t("columns.at")}</Th>
          <Th>{t("columns.text")}</Th>
          <Th>{t("columns.mode")}</Th>
          <Th>{t("columns.org")}</Th>
          <Th>{t("columns.status")}</Th>
          <Th num>{t("columns.arrived")}</Th>
          <Th>{t("columns.rest")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((message) => (
          <MessageRow key={message.id} message={message} />
        ))}
      </tbody>
    </Table>
  );
}
