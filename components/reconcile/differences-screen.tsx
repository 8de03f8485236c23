"use client";
import { CircleCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { CoverageTabs } from "@/components/coverage/coverage-tabs";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { ChoiceChip } from "@/components/schedules/choice-chip";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { StateBlock } from "@/components/ui/states";
import { TableFrame } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { useToast } from "@/components/ui/toast";
import { type DifferenceKind, differenceKinds, differenceStates } from "@/db/enums";
import { toLocale } from "@/lib/i18n/locale";
import type { DifferenceDto } from "@/lib/reconcile/queries";
import { formatDateTime } from "@/lib/time/format";
import { CompareNow } from "./compare-now";
import { type DifferenceAddress, differenceAddressOf, differenceQueryOf } from "./difference-address";
import { DifferenceTable } from "./difference-table";

export type DifferencePage = { items: DifferenceDto[]; nextCursor: string | null };
type Props = {
  address: DifferenceAddress;
  first: DifferencePage;
  standing: { open: Record<DifferenceKind, number>; comparedUntil: string | null; failed: number };
  may: { decide: boolean; compare: boolean; import: boolean };
  serverNow: string;
};

/** What Solapi says otherwise: how much, since when, and what a person makes of it (S0-16). */
export function DifferencesScreen({ address, first, standing, may, serverNow }: Props) {
  const t = useTranslations("differences");
  const locale = toLocale(useLocale());
  const router = useRouter();
  const toast = useToast();
  const say = useSayError();
  const [rows, setRows] = useState(first);
  const [busy, setBusy] = useState<number | "more" | null>(null);
  useEffect(() => setRows(first), [first]);
  const open = differenceKinds.reduce((sum, kind) => sum + standing.open[kind], 0);
  const decide = async (id: number, decision: "theirs" | "ours") => {
    setBusy(id);
    try {
      const { state } = await api<{ state: "applied" | "kept" }>(`/api/coverage/differences/${id}`, {
        method: "POST",
        body: { decision },
      });
      setRows((old) => ({ ...old, items: old.items.filter((row) => row.id !== id) }));
      toast({ text: t(`decided.${state}`) });
      router.refresh();
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    } finally {
      setBusy(null);
    }
  };
  const next = async () => {
    setBusy("more");
    try {
      const page = await api<DifferencePage>(
        `/api/coverage/differences?${differenceQueryOf(address, rows.nextCursor)}`,
      );
      setRows((old) => ({ items: [...old.items, ...page.items], nextCursor: page.nextCursor }));
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    } finally {
      setBusy(null);
    }
  };
  const stand = [
    standing.comparedUntil ? t("until", { at: formatDateTime(new Date(standing.comparedUntil), locale) }) : t("never"),
    standing.failed > 0 && t("failed", { count: standing.failed }),
  ];
  const empty = address.state === "open" ? "empty" : "emptyDone";
  return (
    <>
      <CoverageTabs here="differences" mayImport={may.import} />
      <PageHeader
        title={open > 0 ? t("headline.some", { count: open }) : t("headline.none")}
        lede={t("lede")}
        actions={<CompareNow may={may.compare} serverNow={serverNow} />}
      />
      <div className="grid grid-cols-1 gap-4">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Tabs
            label={t("views.label")}
            className="grow"
            tabs={differenceStates.map((state) => ({
              href: differenceAddressOf({ ...address, state }),
              label: t(`views.${state}`),
              ...(state === "open" && { count: open.toLocaleString() }),
              current: address.state === state,
            }))}
          />
          <ChoiceChip
            single
            name={t("kind")}
            options={differenceKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
            chosen={address.kind ? [address.kind] : []}
            onChange={([kind]) =>
              router.replace(
                differenceAddressOf({ ...address, kind: differenceKinds.find((one) => one === kind) ?? null }),
                { scroll: false },
              )
            }
          />
        </div>
        <TableFrame>
          {rows.items.length === 0 ? (
            <StateBlock icon={<CircleCheck aria-hidden />} title={t(`${empty}.title`)}>
              {t(`${empty}.text`)}
            </StateBlock>
          ) : (
            <DifferenceTable
              rows={rows.items}
              mayDecide={may.decide}
              busy={busy}
              onDecide={(id, what) => void decide(id, what)}
            />
          )}
          {rows.nextCursor && <LoadMore onMore={() => void next()} busy={busy === "more"} />}
        </TableFrame>
        <p className="text-ink-3 text-xs">
          {stand.filter(Boolean).join(" ")} {t("compare.limits")}
        </p>
      </div>
    </>
  );
}
