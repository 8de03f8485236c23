"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { partOf, usePart } from "@/components/ui/load-part";
import type { TenantDto } from "@/lib/tenants/queries";

const requestForm = partOf(() => import("./request-form").then((module) => module.RequestForm));

type Props = { tenants: readonly TenantDto[]; mayRequest: boolean; size?: "sm" | "md" };

/** Opens the form that asks for a number. */
export function RequestButton({ tenants, mayRequest, size = "md" }: Props) {
  const t = useTranslations("senders");
  const [open, setOpen] = useState(false);
  const RequestForm = usePart(requestForm, open);
  const own = tenants.filter(({ isOwn }) => isOwn);
  const isOff = !mayRequest || own.length === 0;
  return (
    <>
      <Button variant="primary" size={size} {...(isOff && { reason: t("requestWhy") })} onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {t("request")}
      </Button>
      {RequestForm && open && <RequestForm tenants={own} onClose={() => setOpen(false)} />}
    </>
  );
}
