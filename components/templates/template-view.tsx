"use client";
import { CalendarPlus, Copy, Info, Pencil, Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { KakaoRoom } from "@/components/kakao/kakao-room";
import { Button, ButtonLink } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { Note } from "@/components/ui/note";
import { textLength } from "@/lib/deliveries/text";
import { toLocale } from "@/lib/i18n/locale";
import type { TemplateDto } from "@/lib/schedules/template-queries";
import { formatDateTime } from "@/lib/time/format";
import { blankCount, piecesOf } from "./blanks";

type Props = {
  template: TemplateDto;
  sender: string;
  mayWrite: boolean;
  onEdit: () => void;
  onCopy: () => void;
  onRemove: () => void;
};

/** One template as a room would show it, what it is, and what can be done with it. */
export function TemplateView({ template, sender, mayWrite, onEdit, onCopy, onRemove }: Props) {
  const t = useTranslations("templates");
  const locale = toLocale(useLocale());
  const { body, org, isOwn } = template;
  const why = !mayWrite ? t("why.viewer") : !isOwn ? t("why.above", { org: org.name }) : null;
  const text = piecesOf(body).map((piece) =>
    piece.isBlank ? (
      <mark key={piece.at} className="rounded-sm bg-kakao-room/60 px-1 text-kakao-ink">
        {piece.text.slice(2, -2)}
      </mark>
    ) : (
      piece.text
    ),
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">
      <KakaoRoom title={t("preview")} sender={sender} items={[{ id: "text", kind: "text", text }]} />
      <Facts
        facts={[
          [t("facts.blanks"), t("facts.blankCount", { count: blankCount(body) })],
          [t("facts.length"), t("facts.lengthValue", { count: textLength(body) })],
          [t("facts.from"), org.name],
          [t("facts.updated"), formatDateTime(new Date(template.updatedAt), locale)],
        ]}
      />
      <Note icon={<Info />}>{t.rich("kept", { b: (words) => <b>{words}</b> })}</Note>
      <div className="flex flex-wrap gap-2">
        {mayWrite ? (
          <ButtonLink variant="primary" href={`/schedules/new?template=${template.id}`}>
            <CalendarPlus aria-hidden />
            {t("use")}
          </ButtonLink>
        ) : (
          <Button disabled>{t("use")}</Button>
        )}
        {isOwn || !mayWrite ? (
          <Button onClick={onEdit} disabled={!mayWrite}>
            <Pencil aria-hidden />
            {t("edit")}
          </Button>
        ) : (
          <Button onClick={onCopy}>
            <Copy aria-hidden />
            {t("copy")}
          </Button>
        )}
        <Button variant="danger" onClick={onRemove} disabled={why !== null}>
          <Trash2 aria-hidden />
          {t("remove")}
        </Button>
        {why && <p className="w-full text-ink-3 text-xs">{why}</p>}
      </div>
    </div>
  );
}
