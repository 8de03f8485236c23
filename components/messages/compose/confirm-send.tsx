"use client";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { Note } from "@/components/ui/note";
import { Modal } from "@/components/ui/overlay";
import { hyphenate } from "@/lib/transports/phone-number";
import type { Preview } from "./compose-types";
import type { Draft } from "./draft";
import { useWon } from "./won";

type Props = {
  open: boolean;
  onClose: () => void;
  draft: Draft;
  preview: Preview;
  when: string;
  busy: boolean;
  problem: string | null;
  onSend: () => void;
};

/** The second step: exactly how many, to whom not, from which number, when and for how much. */
export function ConfirmSend({ open, onClose, draft, preview, when, busy, problem, onSend }: Props) {
  const t = useTranslations("messageCompose.confirm");
  const b = useTranslations("messageCompose.bill");
  const won = useWon();
  return (
    <Modal
      open={open}
      onOpenChange={(next) => !next && !busy && onClose()}
      title={t("title", { count: preview.enqueued })}
      description={t("text")}
      foot={
        <>
          <Button onClick={onClose}>{t("back")}</Button>
          <Button variant="primary" busy={busy} onClick={onSend}>
            {draft.sendAt ? t("book", { count: preview.enqueued }) : t("send", { count: preview.enqueued })}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Facts
          facts={[
            [t("recipients"), t("of", { enqueued: preview.enqueued, requested: preview.requested })],
            ...(preview.requested > preview.enqueued
              ? [[t("left"), t("leftCount", { count: preview.requested - preview.enqueued })] as const]
              : []),
            [
              t("channel"),
              preview.channels
                .map((c) => b("lineShort", { channel: b(`channel.${c.channel}`), count: c.count }))
                .join(" · "),
            ],
            [t("sender"), draft.sender ? hyphenate(draft.sender) : "–"],
            [t("when"), when],
            [t("cost"), won(preview.total)],
            [t("after"), won(preview.afterwards)],
          ]}
        />
        {problem && (
          <Note family="is-failed" role="alert">
            {problem}
          </Note>
        )}
      </div>
    </Modal>
  );
}
