"use client";
import { Undo2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import { Card, CardHead } from "@/components/ui/surface";
import { Tag } from "@/components/ui/tag";
import type { DrillDto, DrillList } from "@/lib/diagnosis/drill-dto";
import type { DrillId } from "@/lib/diagnosis/drill-faults";
import { formatTime } from "@/lib/time/format";
import { CodeLink } from "./code-link";

type Props = { list: DrillList; titleOf: (id: DrillId) => string; busy: number | null; onEnd: (id: number) => void };

/** What is planted and what was tried last. Its place is kept, so that nothing jumps when something is planted. */
export function DrillNow({ list, titleOf, busy, onEnd }: Props) {
  const t = useTranslations("drill");
  return (
    <Card aria-labelledby="drill-now">
      <CardHead id="drill-now" title={t("now")} note={t("nowNote")} />
      <ul aria-live="polite" className="min-h-[104px] px-4">
        {list.open.length === 0 && <li className="py-4 text-ink-2 text-sm">{t("nothing")}</li>}
        {list.open.map((drill) => (
          <Row key={drill.id} drill={drill} title={titleOf(drill.fault)}>
            <Button busy={busy === drill.id} onClick={() => onEnd(drill.id)}>
              <Undo2 aria-hidden />
              {t("undo")}
            </Button>
          </Row>
        ))}
      </ul>
      {list.past.length > 0 && (
        <details className="border-line border-t text-sm">
          <summary className="cursor-pointer px-4 py-2.5 text-ink-2 hover:bg-sunken touch:py-3">
            {t("past", { count: list.past.length })}
          </summary>
          <ul className="px-4 pb-2">
            {list.past.map((drill) => (
              <Row key={drill.id} drill={drill} title={titleOf(drill.fault)} />
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

type RowProps = { drill: DrillDto; title: string; children?: React.ReactNode };

function Row({ drill, title, children }: RowProps) {
  const t = useTranslations("drill");
  const b = useTranslations("codeBook.layers");
  const { verdict, words, isMet, href } = drill;
  const when = { from: formatTime(new Date(drill.plantedAt)), to: formatTime(new Date(drill.endedAt ?? drill.endsAt)) };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b py-3 last:border-b-0">
      <div className="min-w-0 grow">
        <p className="font-semibold">{title}</p>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <Status kind={isMet ? "arrived" : "sending"}>
            {t(!isMet ? "notYet" : verdict?.cause ? "met" : "metWell")}
          </Status>
          <span className="text-ink-2">
            {words?.title ?? (verdict ? t(`standings.${verdict.standing}`) : t("unsent"))}
          </span>
          {verdict?.layer && <Tag>{b(verdict.layer)}</Tag>}
          {verdict?.cause && <CodeLink code={verdict.cause} kind="verdict" quiet />}
        </p>
        <p className="text-ink-3 text-xs tabular-nums">
          {t(drill.endedAt ? "ended" : "planted", { by: drill.by, ...when })}
        </p>
      </div>
      {href && (
        <Link href={href} prefetch={false} className="link text-sm" aria-label={t("xrayOf", { title })}>
          {t("xray")}
        </Link>
      )}
      {children}
    </li>
  );
}
