"use client";
import { CircleX, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Note } from "@/components/ui/note";
import type { Preview, Remark } from "./compose-types";
import { useSayReason } from "./use-say-reason";

/** Why it can't be sent as it stands, and what is worth a second look: each names its rule. */
export function Remarks({ preview }: { preview: Preview | null }) {
  const t = useTranslations("messageCompose.remarks");
  const sayReason = useSayReason();
  const say = ({ reason, message }: Remark) => message ?? sayReason(reason);
  if (!preview || preview.blocks.length + preview.warnings.length === 0) return null;
  const list = (remarks: readonly Remark[]) => (
    <ul className="grid gap-1">
      {remarks.map((remark) => (
        <li key={`${remark.reason}${remark.path ?? ""}`}>{say(remark)}</li>
      ))}
    </ul>
  );
  return (
    <div className="grid gap-3" aria-live="polite">
      {preview.blocks.length > 0 && (
        <Note family="is-failed" icon={<CircleX aria-hidden />} title={t("blocks")}>
          {list(preview.blocks)}
        </Note>
      )}
      {preview.warnings.length > 0 && (
        <Note family="is-deferred" icon={<TriangleAlert aria-hidden />} title={t("warnings")}>
          {list(preview.warnings)}
        </Note>
      )}
    </div>
  );
}
