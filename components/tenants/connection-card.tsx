"use client";
import { Check, Info, RefreshCw, TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { CodeLink } from "@/components/diagnosis/code-link";
import { api } from "@/components/query/api-client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Card, CardBody, CardHead } from "@/components/ui/surface";
import type { ConnectionDto } from "@/lib/tenants/check-connection";
import { moneyOf, wonText } from "@/lib/tenants/money";
import type { TenantDto } from "@/lib/tenants/queries";
import { formatDateTime } from "@/lib/time/format";
import { hyphenate } from "@/lib/transports/phone-number";
import { useTenantCall } from "./use-tenant-call";

type Finding = { family: "is-arrived" | "is-failed" | "is-deferred" | ""; title: string; why: string; code?: string };
const ICON = { "is-arrived": Check, "is-failed": X, "is-deferred": TriangleAlert, "": Info };
/** Solapi refuses beyond fifteen minutes; a minute is told. */
const MOST_SKEW_MS = 60_000;

/** Asks Solapi itself: the key, what is left there, the numbers. Nothing is sent. */
export function ConnectionCard({ tenant, mayWrite }: { tenant: TenantDto; mayWrite: boolean }) {
  const t = useTranslations("tenants.connection");
  const locale = useLocale();
  const [answer, setAnswer] = useState<ConnectionDto | null>(null);
  const findings = useFindings(answer);
  const check = useTenantCall(
    async () => {
      const said = await api<ConnectionDto>(`/api/tenants/${tenant.id}/check`, { method: "POST" });
      setAnswer(said);
    },
    () => null,
  );
  const isWell = answer !== null && findings.every(({ family }) => family !== "is-failed");
  return (
    <Card aria-labelledby="connection">
      <CardHead id="connection" title={t("checkHeading")} note={t("checkNote")}>
        {answer && <Badge kind={isWell ? "arrived" : "failed"}>{t(isWell ? "passed" : "failed")}</Badge>}
      </CardHead>
      <CardBody className="grid gap-3">
        <p className="text-ink-2 text-sm" role="status">
          {answer ? t("at", { when: formatDateTime(new Date(answer.checkedAt), locale) }) : t("never")}
        </p>
        {findings.length > 0 && (
          <ol className="text-sm">
            {findings.map(({ family, title, why, code }) => {
              const Icon = ICON[family];
              return (
                <li
                  key={title}
                  className={cn(
                    "grid grid-cols-[16px_1fr] gap-x-2 border-line border-t py-2.5 first:border-t-0 first:pt-0",
                    family,
                  )}
                >
                  <Icon className={cn("mt-1 size-3.5", family ? "text-(--c)" : "text-ink-3")} aria-hidden />
                  <span className="font-medium">{title}</span>
                  <small className="col-start-2 break-words text-ink-2 text-sm">
                    {why}
                    {code && <CodeLink code={code} kind="request" className="ms-1.5" />}
                  </small>
                </li>
              );
            })}
          </ol>
        )}
        <div>
          <Button
            busy={check.isPending}
            onClick={() => check.run(undefined)}
            {...(!mayWrite && { reason: t("adminOnly") })}
          >
            <RefreshCw aria-hidden />
            {t(answer ? "checkAgain" : "check")}
          </Button>
        </div>
      </CardBody>
    </Card>
  );
}

/** What the answer means, line by line. */
function useFindings(answer: ConnectionDto | null): Finding[] {
  const t = useTranslations("tenants.connection");
  const p = useTranslations("tenants.pause");
  if (!answer) return [];
  if (!answer.ok) {
    const { reason, code } = answer;
    const key = reason as Parameters<typeof p>[0];
    const own = `reasons.${reason}` as Parameters<typeof t>[0];
    const words = p.has(key) ? p(key) : t.has(own) ? t(own) : p("other", { reason });
    return [{ family: "is-failed", title: t("refused"), why: words, ...(code && { code }) }];
  }
  const { owner, balance, unregistered, skewMs, tenant } = answer;
  const verified = tenant.senders.filter(({ status }) => status === "verified").length;
  const findings: Finding[] = [
    { family: "is-arrived", title: t("keyOk"), why: t("keyOkWhy", { owner: owner ?? "platform" }) },
    balance === null
      ? { family: "", title: t("balanceHidden"), why: t("balanceWhy") }
      : { family: "is-arrived", title: t("balance", { amount: wonText(moneyOf(balance)) }), why: t("balanceWhy") },
  ];
  if (unregistered.length > 0)
    findings.push({
      family: "is-failed",
      title: t("numbersBad", { count: unregistered.length }),
      why: t("numbersBadWhy", { numbers: unregistered.map(hyphenate).join(", ") }),
    });
  else if (verified > 0) findings.push({ family: "is-arrived", title: t("numbersOk"), why: "" });
  else findings.push({ family: "is-deferred", title: t("numbersNone"), why: "" });
  if (skewMs !== null && Math.abs(skewMs) > MOST_SKEW_MS)
    findings.push({
      family: "is-deferred",
      title: t("skew", { seconds: Math.round(Math.abs(skewMs) / 1000) }),
      why: t("skewWhy"),
    });
  return findings;
}
