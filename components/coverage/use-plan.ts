"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { useToast } from "@/components/ui/toast";
import type { PlanDto } from "@/lib/recovery/run-dto";
import type { ScopeBody } from "./coverage-address";

/** Numbers asked for in this visit, by their run: no run keeps one, and applying must name it again. */
const numbers = new Map<number, string>();
export const numberOfRun = (runId: number): string | null => numbers.get(runId) ?? null;
export const rememberNumber = (runId: number, phone: string): void => void numbers.set(runId, phone);

/** Asks for a plan and shows it; nothing has changed until somebody applies it. */
export function usePlan() {
  const router = useRouter();
  const say = useSayError();
  const toast = useToast();
  const [asking, setAsking] = useState<string | null>(null);
  const plan = async (scope: ScopeBody, name: string) => {
    setAsking(name);
    try {
      const { runId } = await api<PlanDto>("/api/coverage/recoveries", { method: "POST", body: { scope } });
      if (scope.kind === "phone") rememberNumber(runId, scope.phone);
      router.push(`/coverage/recoveries/${runId}`);
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
      setAsking(null);
    }
  };
  return { plan: (scope: ScopeBody, name: string) => void plan(scope, name), asking };
}
