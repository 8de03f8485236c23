"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { askAgain } from "@/components/query/kept";
import { queryKeys } from "@/components/query/query-keys";
import { useSayError } from "@/components/query/say-error";
import { useToast } from "@/components/ui/toast";
import type { LogDto } from "@/lib/deliveries/log-dto";
import type { LogDecision } from "@/lib/deliveries/schema";

type State = { decision: LogDecision; is: "pending" | "made" } | null;

/** A person's answer about an unknown or missed occurrence; whoever comes second is told what the first decided. */
export function useDecide(id: number) {
  const t = useTranslations("logs.done");
  const router = useRouter();
  const toast = useToast();
  const say = useSayError();
  const [state, setState] = useState<State>(null);
  async function decide(decision: LogDecision): Promise<void> {
    setState({ decision, is: "pending" });
    try {
      await api<LogDto>(`/api/logs/${id}/decide`, { method: "POST", body: { decision } });
      setState({ decision, is: "made" });
      toast({ text: t(decision) });
    } catch (error) {
      setState(null);
      toast({ text: say(error), tone: "failed" });
    }
    askAgain(queryKeys.all("logs"));
    router.refresh();
  }
  return {
    decide: (decision: LogDecision) => void decide(decision),
    isPending: state?.is === "pending",
    isMade: state?.is === "made",
    decision: state?.decision ?? null,
  };
}
