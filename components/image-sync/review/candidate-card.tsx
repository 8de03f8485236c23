"use client";
import { CircleCheck, CircleX, FileX, FolderMinus, ImageOff, ShieldCheck, Wrench } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Facts } from "@/components/ui/facts";
import { Tag } from "@/components/ui/tag";
import { toLocale } from "@/lib/i18n/locale";
import type { CandidateDto } from "@/lib/image-sync/run-dto";
import { formatMoment } from "@/lib/time/format";
import { isTakenApart, shortHash } from "./finding-words";

type Props = {
  candidate: CandidateDto;
  /** Heard instead of seen: which of the two it is. */
  label: string;
  isNewer: boolean;
  /** There is no other side: the facts stand beside the picture. */
  isAlone: boolean;
  now: Date;
  onLarge: () => void;
};

const FATE_ICONS: Record<CandidateDto["fate"], ReactNode> = {
  keep: <ShieldCheck aria-hidden />,
  remove: <FileX aria-hidden />,
  set_aside: <FolderMinus aria-hidden />,
  repoint: <Wrench aria-hidden />,
  nothing: null,
};
const FATE_LOOKS: Record<CandidateDto["fate"], string> = {
  keep: "is-accent",
  remove: "is-skipped",
  set_aside: "is-skipped",
  repoint: "is-scheduled",
  nothing: "is-skipped",
};

/** One side of the comparison: its picture, what becomes of it, and the facts to hold against the other's. */
export function CandidateCard({ candidate, label, isNewer, isAlone, now, onLarge }: Props) {
  const t = useTranslations("imageReview.facts");
  const f = useTranslations("imageReview.fates");
  const locale = toLocale(useLocale());
  const { fate, uploadedAt, bytes, width, height, sha256, isThere, filePath } = candidate;
  const size = [bytes !== null && t("bytes", { bytes }), width && height && `${width} × ${height}`].filter(Boolean);
  return (
    <article
      aria-label={label}
      className={cn(
        "min-w-0 overflow-hidden rounded-xl border bg-surface",
        isAlone && "sm:grid sm:grid-cols-2",
        fate === "keep" ? "border-accent shadow-[inset_0_0_0_1px_var(--accent)]" : "border-line-strong",
      )}
    >
      <div className={cn("relative border-line border-b", isAlone && "sm:border-e sm:border-b-0")}>
        <Picture src={candidate.src} label={label} onLarge={onLarge} />
        <span
          className={cn(
            "absolute top-2.5 left-2.5 inline-flex h-6 items-center gap-1 whitespace-nowrap rounded-full border border-(--c-border) bg-(--c-surface) ps-[7px] pe-[9px] font-medium text-(--c) text-xs [&_svg]:size-3.5",
            FATE_LOOKS[fate],
          )}
        >
          {FATE_ICONS[fate]}
          {f(fate)}
        </span>
      </div>
      <Facts
        className="base:max-sm:grid-cols-1 max-sm:gap-y-px px-3.5 py-3"
        facts={[
          ...(uploadedAt
            ? [
                [
                  t("uploaded"),
                  <span key="at" className="tabular-nums">
                    {formatMoment(new Date(uploadedAt), now, locale)} {isNewer && <Tag>{t("newer")}</Tag>}
                  </span>,
                ] as const,
              ]
            : []),
          [
            t("size"),
            <span key="size" className="tabular-nums">
              {size.length > 0 ? size.join(" · ") : t("unknown")}
            </span>,
          ],
          [
            "SHA-256",
            <span key="sha" className="tabular-nums" title={sha256 ?? undefined}>
              {sha256 ? shortHash(sha256) : t("unknown")}
            </span>,
          ],
          [t("uses"), <Uses key="uses" uses={candidate.uses} />],
          [
            t("storage"),
            <span
              key="there"
              className={cn(
                "inline-flex items-center gap-[5px] font-medium text-(--c) [&_svg]:size-[15px]",
                isThere ? "is-arrived" : "is-failed",
              )}
            >
              {isThere ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
              {t(isThere ? "there" : "gone")}
            </span>,
          ],
          [
            t("path"),
            <span key="path" className="text-ink-2 text-xs [overflow-wrap:anywhere]" translate="no">
              {filePath.normalize("NFC")} {isTakenApart(filePath) && <Tag title={t("apartWhy")}>{t("apart")}</Tag>}
            </span>,
          ],
        ]}
      />
    </article>
  );
}

/** The picture in a frame of fixed size; where there is none it says so instead. */
function Picture({ src, label, onLarge }: { src: string | null; label: string; onLarge: () => void }) {
  const t = useTranslations("imageReview.facts");
  const [broken, setBroken] = useState<string | null>(null);
  const frame = "grid aspect-[4/3] w-full place-items-center bg-sunken";
  if (!src || broken === src)
    return (
      <div className={cn(frame, "content-center gap-1.5 text-ink-3 text-sm")}>
        <ImageOff className="size-6" aria-hidden />
        {t(src ? "unreadable" : "noFile")}
      </div>
    );
  return (
    <button
      type="button"
      onClick={onLarge}
      aria-label={t("large", { name: label })}
      className={cn(frame, "cursor-zoom-in")}
    >
      {/* biome-ignore lint/performance/noImgElement: a private picture the optimizer must not see */}
      <img
        src={src}
        alt={label}
        onError={() => setBroken(src)}
        className="aspect-[4/3] size-full object-contain"
        draggable={false}
      />
    </button>
  );
}

const USED_AT: Record<string, (id: number) => string> = {
  cover: (id) => `/customers/${id}`,
  schedule: (id) => `/schedules/${id}`,
  message: (id) => `/messages/${id}`,
};

function Uses({ uses }: { uses: CandidateDto["uses"] }) {
  const t = useTranslations("imageReview.uses");
  if (uses.length === 0) return <span className="text-ink-2">{t("none")}</span>;
  const kinds = [...new Set(uses.map(({ kind }) => kind))];
  return (
    <span className="flex flex-wrap gap-x-2">
      {kinds.map((kind) => {
        const of = uses.filter((use) => use.kind === kind);
        const to = USED_AT[kind];
        const words = t(kind as "cover", { count: of.length });
        return to && of.length === 1 ? (
          <Link key={kind} href={to(of[0]!.id)} prefetch={false} className="link">
            {words}
          </Link>
        ) : (
          <span key={kind}>{words}</span>
        );
      })}
    </span>
  );
}
