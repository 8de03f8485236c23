"use client";
import { Ellipsis, Hash } from "lucide-react";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { partOf, usePart } from "@/components/ui/load-part";
import { Menu } from "@/components/ui/menu";
import { StateBlock } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { Card, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { TenantDto } from "@/lib/tenants/queries";
import { isLapsed } from "@/lib/tenants/sender-status";
import { formatDay } from "@/lib/time/format";
import { hyphenate } from "@/lib/transports/phone-number";
import { RequestButton } from "./request-button";
import { type SenderRow, senderRows } from "./sender-list";
import { senderLook } from "./tenant-looks";
import { type SenderStep, useSenderMenu } from "./use-sender-menu";

const decideForm = partOf(() => import("./decide-form").then((module) => module.DecideForm));

export type SenderRights = { request: boolean; verify: boolean; write: boolean };
type Props = { tenants: readonly TenantDto[]; may: SenderRights; today: string };
export type Deciding = { sender: SenderRow; step: Exclude<SenderStep, "again" | "makeDefault"> };

/** Every number in sight: which waits, which works, which is over, and what can be done with each. */
export function SendersScreen({ tenants, may, today }: Props) {
  const t = useTranslations("senders");
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const DecideForm = usePart(decideForm, deciding !== null);
  const rows = senderRows(tenants);
  const hasMany = tenants.length > 1;
  return (
    <Card aria-labelledby="senders">
      <CardHead id="senders" title={t("heading")}>
        <RequestButton tenants={tenants} mayRequest={may.request} size="sm" />
      </CardHead>
      {rows.length === 0 ? (
        <StateBlock icon={<Hash aria-hidden />} title={t("empty")} heading="h3">
          {t("emptyWhy")}
        </StateBlock>
      ) : (
        <Table label={t("heading")}>
          <thead>
            <tr>
              <Th>{t("columns.number")}</Th>
              {hasMany && <Th>{t("columns.org")}</Th>}
              <Th>{t("columns.label")}</Th>
              <Th>{t("columns.status")}</Th>
              <Th>{t("columns.provider")}</Th>
              <Th>{t("columns.until")}</Th>
              <Th>
                <span className="sr-only">{t("menu", { number: "" })}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((sender) => (
              <SenderLine key={sender.id} sender={sender} may={may} hasMany={hasMany} onDecide={setDeciding} />
            ))}
          </tbody>
        </Table>
      )}
      {DecideForm && deciding && <DecideForm {...deciding} today={today} onClose={() => setDeciding(null)} />}
    </Card>
  );
}

type LineProps = { sender: SenderRow; may: SenderRights; hasMany: boolean; onDecide: (deciding: Deciding) => void };

function SenderLine({ sender, may, hasMany, onDecide }: LineProps) {
  const t = useTranslations("senders");
  const locale = useLocale();
  const items = useSenderMenu(sender, may, onDecide);
  const number = hyphenate(sender.number);
  const key = `provider.${sender.providerStatus ?? (sender.providerCheckedAt ? "unknown" : "never")}` as Parameters<
    typeof t
  >[0];
  const standing = t.has(key) ? t(key) : sender.providerStatus;
  return (
    <Tr off={sender.status === "revoked" || sender.status === "expired"}>
      <Td lead>
        <span className="flex items-center gap-2 tabular-nums">
          {number}
          {sender.isDefault && <Tag>{t("default")}</Tag>}
        </span>
      </Td>
      {hasMany && (
        <Td full className="text-ink-2">
          {sender.tenant.orgName}
        </Td>
      )}
      <Td full className="text-ink-2">
        {sender.label ?? "–"}
      </Td>
      <Td full className="md:whitespace-normal">
        <Status kind={senderLook[sender.status]}>{t(`states.${sender.status}`)}</Status>
        {sender.reason && <span className="block text-ink-2 text-xs">{sender.reason}</span>}
      </Td>
      <Td className="text-ink-2" label={t("columns.provider")}>
        {isLapsed(sender) ? <Status kind="blocked">{standing}</Status> : standing}
      </Td>
      <Td wideOnly className="text-ink-2">
        {sender.expiresAt ? t("until", { date: formatDay(new Date(sender.expiresAt), locale) }) : t("forever")}
      </Td>
      <Td fit toggle>
        {items.length > 0 && (
          <Menu label={t("menu", { number })} items={items} align="end">
            <IconButton label={t("menu", { number })} size="sm">
              <Ellipsis aria-hidden />
            </IconButton>
          </Menu>
        )}
      </Td>
    </Tr>
  );
}
