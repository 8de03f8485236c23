"use client";
import { Sparkles } from "lucide-react";
import { useTranslations } from "use-intl";
import { Note } from "@/components/ui/note";
import { Card, CardBody, CardHead } from "@/components/ui/surface";
import { moneyOf, moneyText } from "@/lib/tenants/money";
import { LMS_BYTES, SMS_BYTES } from "@/lib/transports/text-kind";
import type { Preview, TenantChoice } from "./compose-types";
import { useWon } from "./won";

type Props = {
  preview: Preview | null;
  tenant: TenantChoice;
  /** Of the longest text as it stands. */
  bytes: number;
  isStale: boolean;
};

/** What it costs before it is sent, and what is left afterwards. */
export function BillCard({ preview, tenant, bytes, isStale }: Props) {
  const t = useTranslations("messageCompose.bill");
  const won = useWon();
  const onlyLong = preview?.channels.length === 1 && preview.channels[0]?.channel === "lms";
  const isNear = onlyLong && bytes > SMS_BYTES && bytes <= Math.min(LMS_BYTES, SMS_BYTES * 2) && tenant.prices.sms;
  return (
    <Card aria-busy={isStale}>
      <CardHead title={t("heading")} />
      <CardBody className="grid gap-3">
        <dl className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-2 text-sm tabular-nums">
          {(preview?.channels ?? []).map(({ channel, count, unitPrice, amount }) => (
            <div key={channel} className="contents">
              <dt className="text-ink-2">
                {t("line", { channel: t(`channel.${channel}`), count, price: won(unitPrice) })}
              </dt>
              <dd className="text-end">{won(amount)}</dd>
            </div>
          ))}
          <dt className="text-ink-2">{t("now")}</dt>
          <dd className="text-end">{won(preview?.available ?? tenant.available)}</dd>
          {preview && (
            <>
              <dt className="border-line border-t pt-2 font-semibold">{t("after")}</dt>
              <dd className="border-line border-t pt-2 text-end font-semibold">{won(preview.afterwards)}</dd>
            </>
          )}
        </dl>
        <p className="text-ink-3 text-xs">{preview ? t("held", { amount: won(preview.total) }) : t("unknown")}</p>
        {isNear && preview && tenant.prices.sms && (
          <Note icon={<Sparkles aria-hidden />}>
            {t.rich("shorten", {
              bytes: bytes - SMS_BYTES,
              amount: won(moneyText(moneyOf(tenant.prices.sms) * BigInt(preview.enqueued))),
              b: (words) => <b className="text-ink">{words}</b>,
            })}
          </Note>
        )}
      </CardBody>
    </Card>
  );
}
