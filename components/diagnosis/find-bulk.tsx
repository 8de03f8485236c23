"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { Button, ButtonLink } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { FindBulk } from "@/lib/diagnosis/find-dto";

const ConfirmDialog = dynamic(() => import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog));

/** The same for all of a group, after a question; each by its own door, so that one that fails stops no other. */
export function FindBulkButton({ bulk, onDone }: { bulk: FindBulk; onDone: () => void }) {
  const t = useTranslations("findStuck.bulk");
  const say = useSayError();
  const toast = useToast();
  const [isAsking, setAsking] = useState(false);
  if (bulk.kind === "open")
    return (
      <ButtonLink size="sm" href={bulk.href} prefetch={false}>
        {t("open")}
      </ButtonLink>
    );
  const { kind, calls, count } = bulk;
  const run = async () => {
    let done = 0;
    let why = "";
    for (const { path, body } of calls)
      try {
        await api(path, { method: "POST", body });
        done += 1;
      } catch (error) {
        why = say(error);
      }
    if (done === calls.length) toast({ text: t("done") });
    else toast({ text: t("some", { done, left: calls.length - done, why }), tone: "failed" });
    onDone();
  };
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        {t(kind, { count })}
      </Button>
      {isAsking && (
        <ConfirmDialog
          open
          onOpenChange={setAsking}
          title={t(`${kind}Title`, { count })}
          description={t(`${kind}Text`)}
          confirmLabel={t(kind, { count })}
          onConfirm={run}
        />
      )}
    </>
  );
}
