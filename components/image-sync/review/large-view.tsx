"use client";
import { useTranslations } from "use-intl";
import { Modal } from "@/components/ui/overlay";
import type { FindingDetailDto } from "@/lib/image-sync/run-dto";
import { sidesOf } from "../run-rules";
import { nameOf } from "./finding-words";

/** The pictures as large as the screen lets them be, still side by side. */
export function LargeView({ finding, onClose }: { finding: FindingDetailDto; onClose: () => void }) {
  const t = useTranslations("imageReview");
  const shown = sidesOf(finding).filter(({ src }) => src !== null);
  return (
    <Modal wide open onOpenChange={(open) => !open && onClose()} title={nameOf(finding)} description={t("large.hint")}>
      <div className={shown.length > 1 ? "grid gap-3 sm:grid-cols-2" : "grid gap-3"}>
        {shown.map((candidate, i) => (
          <figure key={candidate.imageId ?? candidate.filePath} className="grid gap-1.5">
            {/* biome-ignore lint/performance/noImgElement: a private picture the optimizer must not see */}
            <img
              src={candidate.src ?? ""}
              alt={t("side", { side: i + 1 })}
              className="max-h-[64dvh] w-full rounded-md bg-sunken object-contain"
            />
            <figcaption className="text-ink-3 text-xs [overflow-wrap:anywhere]" translate="no">
              {candidate.filePath.normalize("NFC")}
            </figcaption>
          </figure>
        ))}
      </div>
    </Modal>
  );
}
