"use client";
import { useQueryClient } from "@tanstack/react-query";
import { PackageX } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { CodeLink } from "@/components/diagnosis/code-link";
import { api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import { useCall } from "@/components/query/use-call";
import { useFailure } from "@/components/query/use-failure";
import { Button } from "@/components/ui/button";
import { LateConfirm } from "@/components/ui/late-confirm";
import { Note } from "@/components/ui/note";
import { useToast } from "@/components/ui/toast";
import { decisionsFor, isForPerson } from "@/lib/batches/hold-reasons";
import type { BatchDecision } from "@/lib/batches/schema";
import type { BatchDto, MessageDetailDto } from "@/lib/messages/message-dto";

type Asked = { batch: BatchDto; decision: BatchDecision };

/** What of a message is held and why; of what the provider gave up a person says what became of it. */
export function HeldBatches({ message, mayWrite }: { message: MessageDetailDto; mayWrite: boolean }) {
  const t = useTranslations("messages.held");
  const c = useTranslations("messages.channels");
  const r = useTranslations("reasons");
  const client = useQueryClient();
  const toast = useToast();
  const failure = useFailure();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const decide = useCall(
    ({ batch, decision }: Asked) =>
      api(`/api/messages/${message.id}/decide`, { method: "POST", body: { batchId: batch.id, decision } }),
    {
      onError: (error: unknown) => toast({ text: failure(error).general ?? "", tone: "failed" as const }),
      onSettled: () => void client.invalidateQueries({ queryKey: queryKeys.one("messages", message.id) }),
    },
  );
  const held = message.batches.filter(({ phase }) => phase === "held");
  const wordsOf = (reason: string) => {
    const known = reason as Parameters<typeof r>[0];
    return r.has(known) ? r(known) : reason;
  };
  const count = asked?.batch.size ?? 0;
  return (
    <>
      {held.length > 0 && (
        <Note family="is-deferred" className="mb-6" role="note" icon={<PackageX />} title={t("title", sumOf(held))}>
          <ul className="grid gap-3 pt-1">
            {held.map((batch) => (
              <li key={batch.id} className="grid gap-2">
                <p>
                  <b className="font-medium text-ink">{t("batch", { channel: c(batch.channel), count: batch.size })}</b>{" "}
                  {wordsOf(batch.heldReason ?? "")}
                  {batch.heldReason && <CodeLink code={batch.heldReason} kind="phone" quiet className="ms-1.5" />}
                </p>
                {isForPerson(batch.heldReason ?? "") && (
                  <div className="flex flex-wrap gap-2">
                    {decisionsFor(batch.heldReason ?? "").map((decision) => (
                      <Button
                        key={decision}
                        size="sm"
                        reason={mayWrite ? undefined : t("readOnly")}
                        onClick={() => {
                          setAsked({ batch, decision });
                          setIsOpen(true);
                        }}
                      >
                        {t(`${decision}.label`)}
                      </Button>
                    ))}
                  </div>
                )}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <LateConfirm
        open={isOpen}
        onOpenChange={setIsOpen}
        title={asked && t(`${asked.decision}.title`, { count })}
        description={asked && t(`${asked.decision}.text`)}
        confirmLabel={asked && t(`${asked.decision}.label`)}
        onConfirm={async () => {
          if (!asked) return;
          await decide.mutateAsync(asked);
          toast({ text: t(`${asked.decision}.done`) });
        }}
      />
    </>
  );
}

const sumOf = (batches: readonly BatchDto[]) => ({
  batches: batches.length,
  count: batches.reduce((sum, { size }) => sum + size, 0),
});
