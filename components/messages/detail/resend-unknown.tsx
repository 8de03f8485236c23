"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import { useCall } from "@/components/query/use-call";
import { useFailure } from "@/components/query/use-failure";
import { LateConfirm } from "@/components/ui/late-confirm";
import { useToast } from "@/components/ui/toast";
import type { RecipientDto } from "@/lib/messages/message-dto";

type Props = { messageId: number; row: RecipientDto | null; onClose: () => void };

/** Of a recipient nobody knows about only a person decides, one by one: it may arrive twice (solapi.md §6.2). */
export function ResendUnknown({ messageId, row, onClose }: Props) {
  const t = useTranslations("messages");
  const client = useQueryClient();
  const toast = useToast();
  const failure = useFailure();
  // Its words stay while the dialog goes away.
  const [shown, setShown] = useState(row);
  if (row && row !== shown) setShown(row);
  const resend = useCall(
    (recipientId: number) =>
      api(`/api/messages/${messageId}/resend`, { method: "POST", body: { recipientIds: [recipientId] } }),
    {
      onError: (error: unknown) => toast({ text: failure(error).general ?? "", tone: "failed" as const }),
      onSettled: () => void client.invalidateQueries({ queryKey: queryKeys.one("messages", messageId) }),
    },
  );
  return (
    <LateConfirm
      open={row !== null}
      onOpenChange={(open) => !open && onClose()}
      title={shown && t("actions.againTitle", { phone: shown.phone ?? t("detail.nameless") })}
      description={t("actions.againText")}
      confirmLabel={t("actions.again")}
      onConfirm={async () => {
        if (!row) return;
        await resend.mutateAsync(row.id);
        toast({ text: t("actions.resent") });
      }}
    />
  );
}
