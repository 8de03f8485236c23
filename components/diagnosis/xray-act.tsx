"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { api } from "@/components/query/api-client";
import { askAgain } from "@/components/query/kept";
import { queryKeys } from "@/components/query/query-keys";
import { useSayError } from "@/components/query/say-error";
import { useCall } from "@/components/query/use-call";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";

type Call = { method: "POST" | "PUT"; path: string; body?: Record<string, unknown> };

/** One thing done in place through the API: its words, its question where it can't be taken back, else its way back. */
export type Act = Call & {
  id: string;
  label: string;
  done: string;
  /** Said where the call was answered and what it asked about still isn't well. */
  bad?: string;
  confirm?: { title: string; text: string; label: string };
  /** Takes it back; gets the version the first call left behind. */
  undo?: Call;
};

type Answer = { ok?: boolean; version?: number; health?: { ok: boolean } | null } | undefined;

/** The button of one act. What it changed is read anew, so the screen tells whether it helped. */
export function XrayAct({ act, primary = false }: { act: Act; primary?: boolean }) {
  const router = useRouter();
  const toast = useToast();
  const say = useSayError();
  const [asks, setAsks] = useState(false);
  const call = useCall(({ method, path, body }: Call) => api<Answer>(path, { method, body: body ?? {} }), {
    onError: (error) => toast({ text: say(error), tone: "failed" }),
    onSettled: () => {
      for (const kept of ["messages", "logs", "bots", "rooms"] as const) askAgain(queryKeys.all(kept));
      router.refresh();
    },
  });
  async function run(): Promise<void> {
    const answer = await call.mutateAsync(act);
    const isBad = act.bad !== undefined && (answer?.ok === false || answer?.health?.ok === false);
    const { undo } = act;
    toast({
      text: isBad ? act.bad : act.done,
      ...(isBad && { tone: "failed" as const }),
      ...(undo && {
        undo: () =>
          call.mutate({ ...undo, body: { ...undo.body, ...(answer?.version && { version: answer.version }) } }),
      }),
    });
  }
  return (
    <>
      <Button
        variant={primary ? "primary" : "secondary"}
        busy={call.isPending}
        onClick={() => (act.confirm ? setAsks(true) : void run().catch(() => {}))}
      >
        {act.label}
      </Button>
      {act.confirm && (
        <ConfirmDialog
          open={asks}
          onOpenChange={setAsks}
          title={act.confirm.title}
          description={act.confirm.text}
          confirmLabel={act.confirm.label}
          onConfirm={run}
        />
      )}
    </>
  );
}
