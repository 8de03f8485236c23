"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { Card, CardBody, CardHead } from "@/components/ui/surface";
import type { WebhookAnswer } from "@/lib/transports/webhook-port";

type Outcome = { isGood: boolean; text: string };

/** Where alerts are told outside, and a button that finds out whether they arrive. */
export function WebhookCard({ host }: { host: string | null }) {
  const t = useTranslations("alerts.webhook");
  const sayError = useSayError();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  async function test(): Promise<void> {
    setBusy(true);
    setOutcome(null);
    try {
      const { host: where, answer } = await api<{ host: string; answer: WebhookAnswer }>("/api/alerts/test", {
        method: "POST",
        body: {},
      });
      setOutcome(
        answer.ok
          ? { isGood: true, text: t("testDone", { host: where, ms: answer.ms }) }
          : {
              isGood: false,
              text: t("testFailed", { reason: t(`reasons.${answer.reason}`, { detail: answer.detail }) }),
            },
      );
    } catch (error) {
      setOutcome({ isGood: false, text: sayError(error) });
    }
    setBusy(false);
  }

  return (
    <Card aria-labelledby="alert-webhook">
      <CardHead id="alert-webhook" title={t("heading")}>
        {host && (
          <Button size="sm" busy={busy} onClick={() => void test()}>
            {t("test")}
          </Button>
        )}
      </CardHead>
      <CardBody>
        <p className="font-semibold text-base">{host ? t("set", { host }) : t("unset")}</p>
        <p className="text-ink-2 text-sm">{host ? t("setWhy") : t("unsetWhy")}</p>
        <div role="status">
          {outcome && (
            <Note family={outcome.isGood ? "is-arrived" : "is-failed"} title={outcome.text} className="mt-3" />
          )}
        </div>
      </CardBody>
    </Card>
  );
}
