"use client";
import { Undo2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { AskList } from "@/components/reconcile/ask-list";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Status } from "@/components/ui/status";
import { RowLink, Td, Tr } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { GapDto } from "@/lib/coverage/coverage-dto";
import { kstDate } from "@/lib/time/kst";
import { GapBar } from "./gap-bar";

type Props = {
  gap: GapDto;
  /** The widest of those shown. */
  most: number;
  isPicked: boolean;
  onPick: (isPicked: boolean) => void;
  mayRecover: boolean;
  isBusy: boolean;
  onRecover: () => void;
};

/** One message that lacks rows: how many, why, and what can be done. */
export function GapRow({ gap, most, isPicked, onPick, mayRecover, isBusy, onRecover }: Props) {
  const t = useTranslations("coverage.gaps");
  const { missing, unrecoverable, recorded } = gap;
  const at = kstDate(new Date(gap.createdAt)).replaceAll("-", ".");
  // By this machine's clock: the server asks by its own once more.
  const isRemembered = Date.now() < Date.parse(gap.providerUntil);
  const title = gap.title || t("columns.title");
  return (
    <Tr selected={isPicked}>
      <Td fit wideOnly>
        {mayRecover && missing > 0 && (
          <Checkbox
            className="z-1"
            aria-label={t("pick", { title })}
            checked={isPicked}
            onChange={(event) => onPick(event.target.checked)}
          />
        )}
      </Td>
      <Td num fit wideOnly className="text-ink-3 tabular-nums">
        {gap.legacyId ?? gap.messageId}
      </Td>
      <Td lead className="max-w-72 truncate max-md:whitespace-normal">
        <RowLink href={`/messages/${gap.messageId}`}>{title}</RowLink>
        {gap.isTest && <Tag className="ms-1.5">{t("test")}</Tag>}
      </Td>
      <Td full className="text-ink-2 tabular-nums" title={gap.orgName}>
        {at}
        <span className="md:hidden"> · {gap.orgName}</span>
      </Td>
      <Td num fit full label={t("columns.recorded")} className="tabular-nums">
        {recorded.toLocaleString()} / {gap.expected.toLocaleString()}
      </Td>
      <Td full className="w-[168px] min-w-28 max-md:my-1.5">
        <GapBar gap={gap} most={most} label={t("barWords", { recorded, missing, unrecoverable })} />
      </Td>
      <Td full className="text-ink-2">
        {gap.reason !== "list_lost" && unrecoverable > 0
          ? t("lostSome", { count: unrecoverable })
          : t(`reasons.${gap.reason}`)}
      </Td>
      <Td toggle fit>
        {missing > 0 ? (
          <span className="flex items-center gap-2">
            {mayRecover ? (
              <Button
                size="sm"
                className="z-1"
                busy={isBusy}
                aria-label={t("recoverOf", { title })}
                onClick={onRecover}
              >
                <Undo2 aria-hidden />
                {t("recover")}
              </Button>
            ) : null}
            {unrecoverable > 0 && <Status kind="deferred">{t("some")}</Status>}
          </span>
        ) : unrecoverable > 0 && mayRecover && gap.hasGroup && isRemembered ? (
          <AskList messageId={gap.messageId} title={title} />
        ) : unrecoverable > 0 ? (
          <Status kind="skipped">{t("lost")}</Status>
        ) : (
          <Status kind="sending">{t("watch")}</Status>
        )}
      </Td>
    </Tr>
  );
}
