"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Card, CardBody, CardFoot, CardHead } from "@/components/ui/surface";
import type { ImageVerdict } from "@/db/enums";
import type { TotalsDto } from "@/lib/image-sync/run-dto";
import { reviewAddressOf } from "./review/review-address";

type Sum =
  | "ghost"
  | "duplicate"
  | "mispath"
  | "conflict"
  | "expiredPending"
  | "thumbnail"
  | "thumbnailOnly"
  | "orphan"
  | "corrupt"
  | "fresh"
  | "unreadable";
const LINES: readonly { sum: Sum; verdict?: ImageVerdict }[] = [
  { sum: "ghost", verdict: "ghost" },
  { sum: "duplicate" },
  { sum: "mispath", verdict: "mispath" },
  { sum: "conflict", verdict: "same_name" },
  { sum: "expiredPending", verdict: "expired_pending" },
  { sum: "thumbnail", verdict: "thumbnail" },
  { sum: "thumbnailOnly", verdict: "thumbnail_only" },
  { sum: "orphan", verdict: "orphan" },
  { sum: "corrupt", verdict: "corrupt" },
  { sum: "fresh" },
  { sum: "unreadable" },
];

type Props = {
  totals: TotalsDto;
  runId: number /** Beside the panel that says the first two already. */;
  rest?: boolean;
};

/** Everything a scan found, by kind; what is none stays out, the two that matter most stay in. */
export function SumsCard({ totals, runId, rest = false }: Props) {
  const t = useTranslations("imageSync.sums");
  const shown = LINES.filter(({ sum }) =>
    sum === "ghost" || sum === "duplicate" ? !rest : totals[sum] > 0 || (!rest && sum === "conflict"),
  );
  return (
    <Card aria-labelledby="sums">
      <CardHead id="sums" title={t(rest ? "restTitle" : "title")} />
      <CardBody>
        {shown.length === 0 ? (
          <p className="text-ink-2 text-sm">{t("nothing")}</p>
        ) : (
          <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-[5px] text-sm">
            {shown.map(({ sum, verdict }) => (
              <div key={sum} className="contents">
                <dt className="text-ink-2">
                  {verdict && totals[sum] > 0 ? (
                    <Link
                      href={reviewAddressOf(runId, { view: "all", verdict })}
                      scroll={false}
                      prefetch={false}
                      className="hover:text-ink hover:underline"
                    >
                      {t(`of.${sum}`)}
                    </Link>
                  ) : (
                    t(`of.${sum}`)
                  )}
                </dt>
                <dd className="text-end font-semibold tabular-nums">{totals[sum].toLocaleString()}</dd>
              </div>
            ))}
          </dl>
        )}
      </CardBody>
      <CardFoot>{t(totals.orphan > 0 ? "orphansTold" : "doubtStays")}</CardFoot>
    </Card>
  );
}
