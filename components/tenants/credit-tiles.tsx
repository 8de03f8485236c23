import { StatTiles } from "@/components/ui/stat-tiles";
import { words } from "@/lib/i18n/words";
import { moneyOf, wonText } from "@/lib/tenants/money";
import type { TenantDto } from "@/lib/tenants/queries";
import { hyphenate } from "@/lib/transports/phone-number";

/** What is left, what is held, what a text costs, and where it comes from. */
export async function CreditTiles({ tenant }: { tenant: TenantDto }) {
  const t = await words("tenants");
  const { prices, senders } = tenant;
  const amount = (column: string | null) => (column === null ? t("tiles.priceNone") : wonText(moneyOf(column)));
  const won = (column: string | null) =>
    column === null ? t("tiles.priceNone") : t("won", { amount: amount(column) });
  const count = (status: string) => senders.filter((sender) => sender.status === status).length;
  const pending = count("pending");
  return (
    <StatTiles
      label={t("tiles.label")}
      tiles={[
        {
          label: t("tiles.available"),
          value: won(tenant.creditAvailable),
          note: t("tiles.availableNote", { balance: amount(tenant.creditBalance) }),
        },
        {
          label: t("tiles.reserved"),
          value: won(tenant.creditReserved),
          note: t(moneyOf(tenant.creditReserved) === 0n ? "tiles.reservedNone" : "tiles.reservedNote"),
        },
        {
          label: t("tiles.price"),
          value: prices.sms !== null && moneyOf(prices.sms) === 0n ? t("list.free") : won(prices.sms),
          note: t("tiles.priceNote", {
            lms: amount(prices.lms),
            mms: amount(prices.mms),
            alimtalk: amount(prices.alimtalk),
          }),
        },
        {
          label: t("tiles.sender"),
          value: (
            <span className="whitespace-nowrap text-xl leading-9 max-md:text-base max-md:leading-8">
              {tenant.messagingSender ? hyphenate(tenant.messagingSender) : t("tiles.senderNone")}
            </span>
          ),
          note:
            pending > 0
              ? t("tiles.senderPending", { count: pending })
              : t("tiles.senderNote", { count: count("verified") }),
          href: "/settings/messaging/senders",
        },
      ]}
    />
  );
}
