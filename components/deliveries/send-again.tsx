"use client";
import { RotateCw } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { LogDetail } from "@/lib/deliveries/detail-queries";
import type { LogDto } from "@/lib/deliveries/log-dto";

const ConfirmDialog = dynamic(() => import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog));

/** Sends what the schedule says now once more, as a run of its own; only where nothing of this one went out. */
export function SendAgain({ log }: { log: LogDetail }) {
  const t = useTranslations("logDetail.again");
  const l = useTranslations("logs.actions");
  const router = useRouter();
  const toast = useToast();
  const say = useSayError();
  const [isAsking, setAsking] = useState(false);
  const send = async () => {
    try {
      const body = log.kind === "test" ? { kind: "test", roomId: log.room.id } : { kind: "manual" };
      const made = await api<LogDto>(`/api/schedules/${log.scheduleId}/send`, { method: "POST", body });
      toast({ text: t("done") });
      router.push(`/logs/${made.id}`);
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    }
  };
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <RotateCw aria-hidden />
        {l("again")}
      </Button>
      {isAsking && (
        <ConfirmDialog
          open
          onOpenChange={setAsking}
          title={t("title", { room: log.room.name })}
          description={t("text")}
          confirmLabel={t("confirm")}
          onConfirm={send}
        />
      )}
    </>
  );
}
