"use client";
import { Ban, Check, RotateCcw, Star, Undo2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import type { MenuItem } from "@/components/ui/menu";
import { josa } from "@/lib/i18n/josa";
import type { TenantDto } from "@/lib/tenants/queries";
import { mayRequestAgain, nextSenderStatuses } from "@/lib/tenants/sender-status";
import { hyphenate } from "@/lib/transports/phone-number";
import type { SenderRow } from "./sender-list";
import type { Deciding, SenderRights } from "./senders-screen";
import { useTenantCall } from "./use-tenant-call";

export type SenderStep = "makeDefault" | "verify" | "reject" | "revoke" | "again";

/** What can be done with one number from where it stands, by whoever looks. */
export function useSenderMenu(
  sender: SenderRow,
  may: SenderRights,
  onDecide: (deciding: Deciding) => void,
): MenuItem[] {
  const t = useTranslations("senders");
  const { tenant, status } = sender;
  const number = hyphenate(sender.number);
  const choose = useTenantCall(
    (messagingSender: string) =>
      api<TenantDto>(`/api/tenants/${tenant.id}`, {
        method: "PUT",
        body: { messagingSender, version: tenant.version },
      }),
    () => josa(t("madeDefault", { number })),
  );
  const ask = useTenantCall(
    () =>
      api<TenantDto>(`/api/tenants/${tenant.id}/senders`, {
        method: "POST",
        body: { number: sender.number, label: sender.label },
      }),
    () => t("requested", { number }),
  );
  const next = may.verify ? nextSenderStatuses(status) : [];
  const items: (MenuItem | false)[] = [
    may.write &&
      tenant.isOwn &&
      status === "verified" &&
      !sender.isDefault && {
        id: "makeDefault",
        label: t("makeDefault"),
        icon: <Star aria-hidden />,
        onSelect: () => choose.run(sender.number),
      },
    next.includes("verified") && {
      id: "verify",
      label: t(status === "pending" ? "verify" : "verifyAgain"),
      icon: <Check aria-hidden />,
      onSelect: () => onDecide({ sender, step: "verify" }),
    },
    next.includes("rejected") && {
      id: "reject",
      label: t("reject"),
      icon: <Ban aria-hidden />,
      onSelect: () => onDecide({ sender, step: "reject" }),
    },
    may.request &&
      tenant.isOwn &&
      mayRequestAgain(status) && {
        id: "again",
        label: t("again"),
        icon: <RotateCcw aria-hidden />,
        onSelect: () => ask.run(undefined),
      },
    next.includes("revoked") && {
      id: "revoke",
      label: t("revoke"),
      icon: <Undo2 aria-hidden />,
      danger: true,
      onSelect: () => onDecide({ sender, step: "revoke" }),
    },
  ];
  return items.filter((item) => item !== false);
}
