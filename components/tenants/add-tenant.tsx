"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { partOf, usePart } from "@/components/ui/load-part";

const tenantForm = partOf(() => import("./tenant-form").then((module) => module.TenantForm));

/** An organisation that may begin to pay for itself. */
export type Payer = { id: number; name: string; code: string };

/** Opens the form that lets an organisation pay for itself. */
export function AddTenant({ payers }: { payers: readonly Payer[] }) {
  const t = useTranslations("tenants");
  const [open, setOpen] = useState(false);
  const TenantForm = usePart(tenantForm, open);
  return (
    <>
      <Button
        variant="primary"
        {...(payers.length === 0 && { reason: t("form.noOrgs") })}
        onClick={() => setOpen(true)}
      >
        <Plus aria-hidden />
        {t("list.add")}
      </Button>
      {TenantForm && open && <TenantForm payers={payers} onClose={() => setOpen(false)} />}
    </>
  );
}
