"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import { useSayError } from "@/components/query/say-error";
import { useToast } from "@/components/ui/toast";
import type { LogDto } from "@/lib/deliveries/log-dto";
import type { LogDecision } from "@/lib/deliveries/schema";

/** A person's answer about an unknown or missed occurrence; whoever comes second is told what the first decided. */
export function useDecide(id: number) {
  const t = useTranslations("logs.done");
  const client = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const say = useSayError();
  return useMutation({
    mutationFn: (decision: LogDecision) =>
      api<LogDto>(`/api/logs/${id}/decide`, { method: "POST", body: { decision } }),
    onSuccess: (_, decision) => toast({ text: t(decision) }),
    onError: (error) => toast({ text: say(error), tone: "failed" }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: queryKeys.all("logs") });
      router.refresh();
    },
  });
}
