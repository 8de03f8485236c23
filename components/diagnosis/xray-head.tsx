import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Tag } from "@/components/ui/tag";
import type { Xray } from "@/lib/diagnosis/xray-dto";
import { josa } from "@/lib/i18n/josa";
import { words } from "@/lib/i18n/words";
import { headlineOf } from "./xray-headline";
import { standingLook } from "./xray-look";
import { timingOf } from "./xray-story";
import { placeOf, tookText } from "./xray-words";

type Props = {
  xray: Xray;
  /** Facts without a state: the organisation, the way it goes. */
  tags: readonly ReactNode[];
  /** Its number, to quote. */
  number: string;
  /** What it is and when it began, in words. */
  lede: readonly (string | null)[];
  /** Where its evidence bundle comes from. */
  evidenceHref: string;
};

/** The answer: where it stands in a pill, what happened in a sentence, how long, and the evidence to take along. */
export async function XrayHead({ xray, tags, number, lede, evidenceHref }: Props) {
  const t = await words("xray");
  const { standing, layer } = xray.verdict;
  const timing = timingOf(xray);
  const took = timing && t(`lede.${timing.is}`, { took: tookText(timing.ms, t) });
  return (
    <PageHeader
      above={
        <>
          <Badge kind={standingLook[standing]}>{t(`badge.${standing}`, { at: placeOf(layer, t) })}</Badge>
          {tags.map((tag, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the tags never change their order
            <Tag key={i}>{tag}</Tag>
          ))}
          <span className="text-ink-3 text-sm tabular-nums">{number}</span>
        </>
      }
      title={josa(headlineOf(xray, t))}
      lede={[...lede, took].filter(Boolean).join(" · ")}
      actions={
        <>
          <ButtonLink href={evidenceHref} prefetch={false} target="_blank" title={t("evidence.note")}>
            <Download aria-hidden />
            {t("evidence.zip")}
          </ButtonLink>
          <ButtonLink href={`${evidenceHref}?format=json`} variant="ghost" prefetch={false} target="_blank">
            {t("evidence.json")}
          </ButtonLink>
        </>
      }
    />
  );
}
