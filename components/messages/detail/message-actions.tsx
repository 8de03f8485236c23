"use client";
import { useQueryClient } from "@tanstack/react-query";
import { RotateCcw, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import { useCall } from "@/components/query/use-call";
import { useFailure } from "@/components/query/use-failure";
import { Button } from "@/components/ui/button";
import { LateConfirm } from "@/components/ui/late-confirm";
import { useToast } from "@/components/ui/toast";
import type { MessageDto } from "@/lib/messages/message-dto";

/** What may still be done: stop what hasn't left, or send again to those it certainly didn't reach. Never by itself. */
export function MessageActions({ message, mayWrite }: { message: MessageDto; mayWrite: boolean }) {
  const t = useTranslations("messages.actions");
  const client = useQueryClient();
  const toast = useToast();
  const failure = useFailure();
  const [asks, setAsks] = useState<"cancel" | "resend" | null>(null);
  const after = {
    onError: (error: unknown) => toast({ text: failure(error).general ?? "", tone: "failed" as const }),
    onSettled: () => void client.invalidateQueries({ queryKey: queryKeys.one("messages", message.id) }),
  };
  const cancel = useCall(() => api(`/api/messages/${message.id}/cancel`, { method: "POST", body: {} }), after);
  const resend = useCall(
    () => api(`/api/messages/${message.id}/resend`, { method: "POST", body: { status: "failed" } }),
    after,
  );
  const readOnly = mayWrite ? undefined : t("readOnly");
  return (
    <>
      {message.canCancel && (
        <Button reason={readOnly} busy={cancel.isPending} onClick={() => setAsks("cancel")}>
          <Undo2 aria-hidden />
          {t("cancel")}
        </Button>
      )}
      {message.canResend && (
        <Button reason={readOnly} busy={resend.isPending} onClick={() => setAsks("resend")}>
          <RotateCcw aria-hidden />
          {t("resend", { count: message.counts.failed })}
        </Button>
      )}
      <LateConfirm
        open={asks === "cancel"}
        onOpenChange={(open) => !open && setAsks(null)}
        title={t("cancelTitle")}
        description={t("cancelText")}
        confirmLabel={t("cancel")}
        onConfirm={async () => {
          await cancel.mutateAsync(undefined);
          toast({ text: t("cancelled") });
        }}
      />
      <LateConfirm
        open={asks === "resend"}
        onOpenChange={(open) => !open && setAsks(null)}
        title={t("resendTitle", { count: message.counts.failed })}
        description={t("resendText")}
        confirmLabel={t("resendConfirm")}
        onConfirm={async () => {
          await resend.mutateAsync(undefined);
          toast({ text: t("resent") });
        }}
      />
    </>
  );
}
