import { Coins } from "lucide-react";
import { StateBlock } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { Card, CardHead } from "@/components/ui/surface";
import { RowLink, Table, Td, Th, Tr } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { words } from "@/lib/i18n/words";
import { moneyOf, wonText } from "@/lib/tenants/money";
import type { TenantDto } from "@/lib/tenants/queries";
import { blocksOf, textsLeft } from "@/lib/tenants/standing";
import { hyphenate } from "@/lib/transports/phone-number";
import { blockLook } from "./tenant-looks";

/** Who pays: how each of them does, what is left, and what it sends from. */
export async function TenantsTable({ tenants, mayAdd }: { tenants: readonly TenantDto[]; mayAdd: boolean }) {
  const [t, c] = await Promise.all([words("tenants"), words("common")]);
  const won = (column: string) => t("won", { amount: wonText(moneyOf(column)) });
  return (
    <Card aria-labelledby="payers">
      <CardHead id="payers" title={t("list.heading")} />
      {tenants.length === 0 ? (
        <StateBlock icon={<Coins aria-hidden />} title={t("list.headlineNone")} heading="h3">
          {t(mayAdd ? "list.emptyAdmin" : "list.emptyOthers")}
        </StateBlock>
      ) : (
        <Table label={t("list.heading")}>
          <thead>
            <tr>
              <Th>{t("list.columns.org")}</Th>
              <Th>{t("list.columns.standing")}</Th>
              <Th num>{t("list.columns.available")}</Th>
              <Th num>{t("list.columns.left")}</Th>
              <Th num>{t("list.columns.price")}</Th>
              <Th>{t("list.columns.sender")}</Th>
            </tr>
          </thead>
          <tbody>
            {tenants.map((tenant) => {
              const [block] = blocksOf(tenant);
              const left = textsLeft(tenant);
              const { sms } = tenant.prices;
              return (
                <Tr key={tenant.id}>
                  <Td lead>
                    <span className="flex items-center gap-2">
                      <RowLink href={`/settings/messaging/${tenant.id}`}>{tenant.orgName}</RowLink>
                      <Tag>{c(`levels.${tenant.orgLevel}`)}</Tag>
                    </span>
                  </Td>
                  <Td toggle>
                    <Status kind={block ? blockLook[block.kind] : "arrived"}>
                      {t(`standing.${block?.kind ?? "fine"}`)}
                    </Status>
                  </Td>
                  <Td num label={t("list.columns.available")}>
                    {won(tenant.creditAvailable)}
                  </Td>
                  <Td num wideOnly className="text-ink-2">
                    {left === null ? "–" : t("texts", { count: left.toLocaleString("en") })}
                  </Td>
                  <Td num wideOnly className="text-ink-2">
                    {sms === null ? t("list.notPriced") : moneyOf(sms) === 0n ? t("list.free") : won(sms)}
                  </Td>
                  <Td full className="text-ink-2">
                    {tenant.messagingSender ? hyphenate(tenant.messagingSender) : t("list.noSender")}
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
