"use client";
import { MessageSquareText, RefreshCw } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { Button } from "@/components/ui/button";
import { StateBlock } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { Card, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { TemplateDto } from "@/lib/schedules/template-queries";
import type { TenantDto } from "@/lib/tenants/queries";
import type { TemplateSync } from "@/lib/tenants/sync-templates";
import { formatExact, formatWhen } from "@/lib/time/format";
import { reviewLook } from "./tenant-looks";
import { useTenantCall } from "./use-tenant-call";

type Props = { tenant: TenantDto; templates: readonly TemplateDto[]; mayWrite: boolean; now: string };

/** The channel's Alimtalk templates with what Kakao's review says of each. */
export function AlimtalkCard({ tenant, templates, mayWrite, now }: Props) {
  const t = useTranslations("tenants.alimtalk");
  const locale = useLocale();
  const sync = useTenantCall(
    () => api<TemplateSync>("/api/templates/sync", { method: "POST", body: { tenantId: tenant.id } }),
    ({ added, changed, total }) => t("synced", { added, changed, total }),
  );
  const reason = !mayWrite ? t("adminOnly") : tenant.kakaoPfId === null ? t("noChannel") : null;
  const stateOf = (status: string) => {
    const key = `states.${status}` as Parameters<typeof t>[0];
    return status !== "OTHER" && t.has(key) ? t(key) : t("states.OTHER", { status });
  };
  return (
    <Card aria-labelledby="alimtalk">
      <CardHead id="alimtalk" title={t("heading")} note={t("note")}>
        <Button size="sm" busy={sync.isPending} onClick={() => sync.run(undefined)} {...(reason && { reason })}>
          <RefreshCw aria-hidden />
          {t("sync")}
        </Button>
      </CardHead>
      {templates.length === 0 ? (
        <StateBlock icon={<MessageSquareText aria-hidden />} title={t("empty")} heading="h3">
          {t("emptyWhy")}
        </StateBlock>
      ) : (
        <Table label={t("heading")}>
          <thead>
            <tr>
              <Th>{t("columns.name")}</Th>
              <Th>{t("columns.body")}</Th>
              <Th>{t("columns.status")}</Th>
              <Th num>{t("columns.checked")}</Th>
            </tr>
          </thead>
          <tbody>
            {templates.map(({ id, name, body, org, review, variables }) => {
              const status = review?.status ?? "PENDING";
              return (
                <Tr key={id} off={status === "GONE"}>
                  <Td lead className="align-top md:py-2.5">
                    {name}
                    {org.id !== tenant.orgId && (
                      <span className="block font-normal text-ink-3 text-xs">{t("from", { org: org.name })}</span>
                    )}
                  </Td>
                  <Td full className="max-w-[34em] align-top md:whitespace-normal md:py-2.5">
                    <p className="line-clamp-3 whitespace-pre-line text-ink-2 [overflow-wrap:anywhere]">{body}</p>
                    {variables.length > 0 && (
                      <p className="mt-1.5 flex flex-wrap gap-1">
                        {variables.map((one) => (
                          <Tag key={one}>{`#{${one}}`}</Tag>
                        ))}
                      </p>
                    )}
                    {review?.reason && <p className="mt-1.5 text-failed text-sm">{review.reason}</p>}
                  </Td>
                  <Td toggle className="align-top md:py-2.5">
                    <Status kind={reviewLook(status)}>{stateOf(status)}</Status>
                  </Td>
                  <Td num wideOnly className="align-top text-ink-2 md:py-2.5">
                    {review?.checkedAt ? (
                      <time dateTime={review.checkedAt} title={formatExact(new Date(review.checkedAt), locale)}>
                        {formatWhen(new Date(review.checkedAt), new Date(now), locale)}
                      </time>
                    ) : (
                      t("never")
                    )}
                  </Td>
                </Tr>
              );
            })}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
