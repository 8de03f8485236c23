"use client";
import { SearchX } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "use-intl";
import { StateBlock } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import type { StatusKind } from "@/components/ui/status-icon";
import { Card } from "@/components/ui/surface";
import { Tag } from "@/components/ui/tag";
import type { SaidResult } from "@/lib/diagnosis/find-dto";
import type { Standing } from "@/lib/diagnosis/verdict-shape";
import { toLocale } from "@/lib/i18n/locale";
import { formatDateTime } from "@/lib/time/format";
import { CodeLink } from "./code-link";
import { codeKindOf } from "./code-path";
import { FindBulkButton } from "./find-bulk";

type Group = SaidResult["groups"][number];

const LOOKS: Record<Standing, StatusKind> = {
  ...({ delivered: "arrived", handed_off: "handed", sent: "accepted", waiting: "scheduled" } as const),
  ...({ moving: "sending", stuck: "blocked", ended: "failed", unknown: "unknown", unrecorded: "unreached" } as const),
};

/** One block for each reason: how many, why, what to do, and the newest with their x-rays. */
export function FindList({ groups, onDone }: { groups: readonly Group[]; onDone: () => void }) {
  const t = useTranslations("findStuck");
  if (groups.length === 0)
    return (
      <Card>
        <StateBlock icon={<SearchX aria-hidden />} title={t("none")}>
          {t("noneWhy")}
        </StateBlock>
      </Card>
    );
  return (
    <ul className="grid gap-3">
      {groups.map((group) => (
        <li key={[group.kind, group.standing, group.layer, group.cause, group.code].join("/")}>
          <FindCard group={group} onDone={onDone} />
        </li>
      ))}
    </ul>
  );
}

function FindCard({ group, onDone }: { group: Group; onDone: () => void }) {
  const t = useTranslations("findStuck");
  const b = useTranslations("codeBook.layers");
  const locale = toLocale(useLocale());
  const { kind, standing, layer, cause, code, count, words, newest, bulk } = group;
  return (
    <Card className="p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Status kind={LOOKS[standing]}>{t(`states.${standing}`)}</Status>
        <h2 className="min-w-0 font-semibold text-lg">{words?.title ?? t(`standings.${standing}`)}</h2>
        {layer && <Tag>{b(layer)}</Tag>}
        {code && <CodeLink code={code} kind={codeKindOf(kind, code)} />}
        {!code && cause && <CodeLink code={cause} kind="verdict" quiet />}
        <b className="ms-auto font-semibold text-lg tabular-nums max-md:ms-0">{t(`count.${kind}`, { count })}</b>
      </div>
      {words && (
        <div className="mt-1.5 grid max-w-[75ch] gap-1 text-sm">
          <p className="text-ink-2">{words.why}</p>
          {words.fix && (
            <p>
              <b className="font-medium">{words.fix}.</b> {words.how}
            </p>
          )}
        </div>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t pt-3 text-sm">
        <span className="text-ink-3">{t("newest")}</span>
        <ul className="flex min-w-0 grow flex-wrap gap-x-4 gap-y-1">
          {newest.map(({ href, label, at }) => (
            <li key={href} className="min-w-0">
              <Link
                href={href}
                prefetch={false}
                className="link tabular-nums"
                aria-label={t("xray", { who: `${label || t("nameless")} ${formatDateTime(new Date(at), locale)}` })}
              >
                {label || t("nameless")} {formatDateTime(new Date(at), locale)}
              </Link>
            </li>
          ))}
        </ul>
        {bulk && <FindBulkButton bulk={bulk} onDone={onDone} />}
      </div>
    </Card>
  );
}
