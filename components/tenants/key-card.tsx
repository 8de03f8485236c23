"use client";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Glyph } from "@/components/ui/glyph";
import { partOf, usePart } from "@/components/ui/load-part";
import { Card, CardHead } from "@/components/ui/surface";
import { josa } from "@/lib/i18n/josa";
import type { TenantDto } from "@/lib/tenants/queries";
import { useTenantCall } from "./use-tenant-call";

const keyForm = partOf(() => import("./key-form").then((module) => module.KeyForm));

/** Whose Solapi account pays. A key goes in and is never shown again. */
export function KeyCard({ tenant, maySet }: { tenant: TenantDto; maySet: boolean }) {
  const t = useTranslations("tenants.connection");
  const [open, setOpen] = useState<"form" | "remove" | null>(null);
  const KeyForm = usePart(keyForm, open === "form");
  const remove = useTenantCall(
    () => api<TenantDto>(`/api/tenants/${tenant.id}/key`, { method: "DELETE" }),
    () => t("removed"),
  );
  const { usesOwnKey: isOwn, solapiKeyHint: hint } = tenant;
  const why = !isOwn ? t("platformWhy") : hint ? t("ownWhy", { hint }) : t("ownHidden");
  return (
    <Card aria-labelledby="solapi-account">
      <CardHead id="solapi-account" title={t("heading")} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 p-4">
        <Glyph {...(isOwn && { family: "is-accent" })}>
          <KeyRound />
        </Glyph>
        <div className="min-w-0 flex-[1_1_16em]">
          <p className="font-semibold">{t(isOwn ? "own" : "platform")}</p>
          <p className="text-ink-2 text-sm">{why}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setOpen("form")} {...(!maySet && { reason: t("hqOnly") })}>
            {t(isOwn ? "replace" : "put")}
          </Button>
          {isOwn && maySet && (
            <Button variant="ghost" onClick={() => setOpen("remove")}>
              {t("remove")}
            </Button>
          )}
        </div>
      </div>
      {KeyForm && open === "form" && <KeyForm tenantId={tenant.id} onClose={() => setOpen(null)} />}
      <ConfirmDialog
        open={open === "remove"}
        onOpenChange={(isOpen) => setOpen(isOpen ? "remove" : null)}
        title={josa(t("removeTitle", { org: tenant.orgName }))}
        description={t("removeWhy")}
        phrase={t("removePhrase")}
        onConfirm={async () => {
          await remove.mutateAsync(undefined);
        }}
      />
    </Card>
  );
}
