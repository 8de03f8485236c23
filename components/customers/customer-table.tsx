"use client";
import { useLocale, useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { RowLink, Table, Td, Th, Tr } from "@/components/ui/table";
import type { CustomerDto } from "@/lib/customers/customer-dto";
import { toLocale } from "@/lib/i18n/locale";
import { formatDay, formatExact } from "@/lib/time/format";
import { ConsentStatus } from "./consent-status";

type Props = {
  rows: readonly CustomerDto[];
  chosen: ReadonlySet<number>;
  /** Null where nothing can be done with a choice. */
  onChoose: ((chosen: ReadonlySet<number>) => void) | null;
  now: Date;
};

export function CustomerTable({ rows, chosen, onChoose, now }: Props) {
  const t = useTranslations("customers");
  const count = rows.filter((row) => chosen.has(row.id)).length;
  const turnAll = () => onChoose?.(count === rows.length ? new Set() : new Set(rows.map((row) => row.id)));
  const turn = (id: number) =>
    onChoose?.(new Set(chosen.has(id) ? [...chosen].filter((other) => other !== id) : [...chosen, id]));
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          {onChoose && (
            <Th className="w-px">
              <Checkbox
                aria-label={t("columns.select")}
                checked={count > 0 && count === rows.length}
                mixed={count > 0 && count < rows.length}
                onChange={turnAll}
              />
            </Th>
          )}
          {/* Shares of their own: a long memo in a late row must not move the rows that already stand. */}
          <Th className="w-[34%]">{t("columns.name")}</Th>
          <Th className="w-[22%]">{t("columns.phone")}</Th>
          <Th className="w-[18%]">{t("columns.org")}</Th>
          <Th>{t("columns.ad")}</Th>
          <Th>{t("columns.night")}</Th>
          <Th num>{t("columns.updated")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            now={now}
            isChosen={chosen.has(row.id)}
            onTurn={onChoose ? () => turn(row.id) : null}
          />
        ))}
      </tbody>
    </Table>
  );
}

type RowProps = { row: CustomerDto; now: Date; isChosen: boolean; onTurn: (() => void) | null };

function Row({ row, now, isChosen, onTurn }: RowProps) {
  const t = useTranslations("customers");
  const locale = toLocale(useLocale());
  const changed = new Date(row.updatedAt);
  return (
    <Tr selected={isChosen}>
      {onTurn && (
        <Td fit wideOnly>
          <Checkbox
            aria-label={t("selectOne", { name: row.name })}
            checked={isChosen}
            onChange={onTurn}
            className="relative z-1"
          />
        </Td>
      )}
      <Td lead className="max-w-56 truncate max-md:whitespace-normal">
        <RowLink href={`/customers/${row.id}`}>{row.name}</RowLink>
        {row.memo && <span className="ms-2 font-normal text-ink-3 text-xs max-md:hidden">{row.memo}</span>}
      </Td>
      <Td full className="tabular-nums">
        {row.phone ?? <span className="text-ink-3">{t("noPhone")}</span>}
      </Td>
      <Td full className="max-w-40 truncate text-ink-2">
        {row.orgName}
      </Td>
      <Td toggle fit>
        <ConsentStatus customer={row} now={now} />
      </Td>
      <Td wideOnly fit className="text-ink-2">
        {row.nightConsent ? t("consent.nightYes") : <span className="text-ink-3">{t("consent.nightNone")}</span>}
      </Td>
      <Td num fit wideOnly className="text-ink-3 tabular-nums" title={formatExact(changed, locale)}>
        {formatDay(changed, locale)}
      </Td>
    </Tr>
  );
}
