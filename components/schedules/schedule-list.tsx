"use client";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Table, Th } from "@/components/ui/table";
import { ScheduleRow } from "./schedule-row";
import { useRepeatWords } from "./use-repeat-words";
import type { ScheduleActions } from "./use-schedule-actions";
import type { Row } from "./use-schedules";

type Props = {
  rows: readonly Row[];
  now: Date;
  mayWrite: boolean;
  chosen: ReadonlySet<number>;
  onChoose: (ids: readonly number[], chosen: boolean) => void;
  onSendNow: (row: Row) => void;
  actions: ScheduleActions;
};

export function ScheduleList({ rows, now, mayWrite, chosen, onChoose, onSendNow, actions }: Props) {
  const t = useTranslations("schedules");
  const repeat = useRepeatWords();
  const count = rows.filter((row) => chosen.has(row.id)).length;
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <Th>
            <Checkbox
              aria-label={t("bulk.all")}
              checked={count > 0 && count === rows.length}
              mixed={count > 0 && count < rows.length}
              onChange={(event) =>
                onChoose(
                  rows.map((row) => row.id),
                  event.target.checked,
                )
              }
            />
          </Th>
          <Th>{t("columns.on")}</Th>
          <Th>{t("columns.title")}</Th>
          <Th>{t("columns.room")}</Th>
          <Th>{t("columns.org")}</Th>
          <Th>{t("columns.repeat")}</Th>
          <Th aria-sort="ascending">{t("columns.next")}</Th>
          <Th>{t("columns.recent")}</Th>
          <Th num>{t("columns.rate")}</Th>
          <Th>
            <span className="sr-only">{t("columns.menu")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <ScheduleRow
            key={row.id}
            row={row}
            now={now}
            repeat={repeat(row)}
            mayWrite={mayWrite}
            chosen={chosen.has(row.id)}
            onChoose={(on) => onChoose([row.id], on)}
            onSendNow={() => onSendNow(row)}
            actions={actions}
          />
        ))}
      </tbody>
    </Table>
  );
}
