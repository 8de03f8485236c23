"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { partOf, usePart } from "@/components/ui/load-part";
import type { TenantDto } from "@/lib/tenants/queries";

const chargeForm = partOf(() => import("./charge-form").then((module) => module.ChargeForm));

/** Opens the form that adds credit. */
export function ChargeButton({ tenant, mayCharge }: { tenant: TenantDto; mayCharge: boolean }) {
  const t = useTranslations("tenants.charge");
  const [open, setOpen] = useState(false);
  const ChargeForm = usePart(chargeForm, open);
  return (
    <>
      <Button variant="primary" {...(!mayCharge && { reason: t("hqOnly") })} onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {t("open")}
      </Button>
      {ChargeForm && open && <ChargeForm tenant={tenant} onClose={() => setOpen(false)} />}
    </>
  );
}
