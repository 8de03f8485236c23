"use client";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Table, Th } from "@/components/ui/table";
import type { GapDto } from "@/lib/coverage/coverage-dto";
import { GapRow } from "./gap-row";
import type { usePlan } from "./use-plan";

type Props = {
  rows: readonly GapDto[];
  picked: ReadonlySet<number>;
  onPick: (picked: ReadonlySet<number>) => void;
  mayRecover: boolean;
  recovery: ReturnType<typeof usePlan>;
};

export function GapTable({ rows, picked, onPick, mayRecover, recovery }: Props) {
  const t = useTranslations("coverage.gaps");
  const most = Math.max(...rows.map(({ expected }) => expected));
  const able = rows.filter(({ missing }) => missing > 0);
  const areAll = able.length > 0 && able.every(({ messageId }) => picked.has(messageId));
  const turn = (id: number, isPicked: boolean) =>
    onPick(new Set(isPicked ? [...picked, id] : [...picked].filter((one) => one !== id)));
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <Th className="w-px">
            {mayRecover && able.length > 0 && (
              <Checkbox
                aria-label={t("pickAll")}
                checked={areAll}
                mixed={!areAll && picked.size > 0}
                onChange={(event) => onPick(new Set(event.target.checked ? able.map((gap) => gap.messageId) : []))}
              />
            )}
            <span className="sr-only">{t("columns.pick")}</span>
          </Th>
          <Th num>{t("columns.id")}</Th>
          <Th>{t("columns.title")}</Th>
          <Th>{t("columns.at")}</Th>
          <Th num>{t("columns.recorded")}</Th>
          <Th>{t("columns.filled")}</Th>
          <Th>{t("columns.why")}</Th>
          <Th>{t("columns.can")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((gap) => (
          <GapRow
            key={gap.messageId}
            gap={gap}
            most={most}
            isPicked={picked.has(gap.messageId)}
            onPick={(isPicked) => turn(gap.messageId, isPicked)}
            mayRecover={mayRecover}
            isBusy={recovery.asking === `message:${gap.messageId}`}
            onRecover={() => recovery.plan({ kind: "messages", ids: [gap.messageId] }, `message:${gap.messageId}`)}
          />
        ))}
      </tbody>
    </Table>
  );
}
