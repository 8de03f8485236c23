"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/overlay";
import { useToast } from "@/components/ui/toast";
import type { BotDto } from "@/lib/rooms/bot-queries";
import { useChange } from "./use-rooms";

/** Removing a bot forgets its secret, so it asks first. */
export function RemoveBot({ bot, onClose }: { bot: BotDto; onClose: () => void }) {
  const t = useTranslations("rooms");
  const c = useTranslations("common");
  const toast = useToast();
  const [failure, setFailure] = useState<string | null>(null);
  const remove = useChange(() => api(`/api/bots/${bot.id}?version=${bot.version}`, { method: "DELETE" }));
  async function act() {
    try {
      await remove.mutateAsync(undefined);
      toast({ text: t("saved.botRemoved", { name: bot.botName }) });
      onClose();
    } catch (error) {
      setFailure((error instanceof ApiError && error.message) || c("offline"));
    }
  }
  return (
    <Modal
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("removeBot.title")}
      description={t("removeBot.text", { name: bot.botName })}
      foot={
        <>
          <Button onClick={onClose}>{c("cancel")}</Button>
          <Button variant="danger" busy={remove.isPending} onClick={() => void act()}>
            {t("removeBot.act")}
          </Button>
        </>
      }
    >
      {failure && (
        <p role="alert" className="text-failed text-sm">
          {failure}
        </p>
      )}
    </Modal>
  );
}
