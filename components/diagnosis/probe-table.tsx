"use client";
import { Fragment } from "react";
import { useLocale, useTranslations } from "use-intl";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardHead } from "@/components/ui/surface";
import { GroupRow, Table, Td, Th, Tr } from "@/components/ui/table";
import { layers } from "@/db/enums";
import type { DiagnosisDto, ProbeDto } from "@/lib/diagnosis/probe-dto";
import { formatWhen } from "@/lib/time/format";
import { ProbeStatus } from "./probe-status";
import { ProbeStrip } from "./probe-strip";
import { useProbeWords } from "./probe-words";

const COLUMNS = 7;

/** Everything that was looked at, layer by layer: how it is, since when, its last day, and where to go about it. */
export function ProbeTable({ known }: { known: DiagnosisDto }) {
  const t = useTranslations("diagnosis");
  return (
    <Card id="probes" className="scroll-mt-16">
      <CardHead title={t("table.title")} note={t("table.note")}>
        <span className="text-ink-3 text-xs">{t("table.stripNote")}</span>
      </CardHead>
      <Table label={t("table.title")} className="md:table-fixed">
        <thead>
          <tr>
            <Th className="w-[13%]">{t("table.columns.what")}</Th>
            <Th className="w-[11%]">{t("table.columns.now")}</Th>
            <Th className="w-[21%]">{t("table.columns.how")}</Th>
            <Th className="w-[13%]">{t("table.columns.value")}</Th>
            <Th className="w-[12%]">{t("table.columns.lastGood")}</Th>
            <Th className="w-[20%]">{t("table.columns.strip")}</Th>
            <Th className="w-[10%]">
              <span className="sr-only">{t("table.columns.action")}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {layers.map((layer, i) => {
            const rows = known.probes.filter((row) => row.layer === layer);
            if (rows.length === 0) return null;
            return (
              <Fragment key={layer}>
                <GroupRow columns={COLUMNS} note={t(`layerNotes.${layer}`)}>
                  <span className="me-2 font-normal text-ink-3 tabular-nums">{i + 1}</span>
                  {t(`layers.${layer}`)}
                </GroupRow>
                {rows.map((row) => (
                  <Row key={row.name} row={row} known={known} />
                ))}
              </Fragment>
            );
          })}
        </tbody>
      </Table>
    </Card>
  );
}

function Row({ row, known }: { row: ProbeDto; known: DiagnosisDto }) {
  const t = useTranslations("diagnosis");
  const locale = useLocale();
  const { sinceAge, cause, fix, value } = useProbeWords();
  const now = new Date(known.now);
  const isBad = row.state === "bad" || row.state === "partial";
  const lastGood =
    row.state === "ok"
      ? t("table.just")
      : row.lastGoodAt
        ? formatWhen(new Date(row.lastGoodAt), now, locale)
        : t(row.state === "unknown" ? "tile.none" : "table.never");
  return (
    <Tr>
      <Td lead className="md:whitespace-normal">
        {t(`probes.${row.name}.what`)}
      </Td>
      <Td toggle>
        <ProbeStatus state={row.state} unasked={known.isDatabaseDown}>
          {isBad && row.since ? sinceAge(row.since, now) : undefined}
        </ProbeStatus>
      </Td>
      <Td full className="text-ink-2 md:whitespace-normal md:py-2">
        {isBad && row.cause ? (
          <>
            <span className="block text-ink">{cause(row.cause)}</span>
            <span className="block text-xs">{fix(row.cause)}</span>
          </>
        ) : (
          t(`probes.${row.name}.how`)
        )}
      </Td>
      <Td className="tabular-nums md:whitespace-normal" label={t("table.columns.value")}>
        {value(row)}
      </Td>
      <Td className="text-ink-2 tabular-nums max-md:justify-self-end" label={t("table.columns.lastGood")}>
        {lastGood}
      </Td>
      <Td full className="max-md:mt-1.5">
        <ProbeStrip marks={row.strip} />
      </Td>
      <Td full className="text-end max-md:text-start">
        {row.href && (
          <ButtonLink size="sm" href={row.href} prefetch={false} className="max-md:mt-2">
            {t(`action.${actionOf(row.name)}`)}
          </ButtonLink>
        )}
      </Td>
    </Tr>
  );
}

const WITH_WORDS = [
  "setup",
  "account",
  "sender",
  "held",
  "phones",
  "results",
  "rooms",
  "bot",
  "tick",
  "workers",
] as const;
const actionOf = (name: string) => WITH_WORDS.find((one) => one === name) ?? "other";
