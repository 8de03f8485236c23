"use client";
import { Play } from "lucide-react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { Button } from "@/components/ui/button";
import { useTenantCall } from "./use-tenant-call";

/** Lets a held tenant send again. */
export function ResumeButton({ tenantId, mayWrite }: { tenantId: number; mayWrite: boolean }) {
  const t = useTranslations("tenants.pause");
  const resume = useTenantCall(
    () => api(`/api/tenants/${tenantId}/resume`, { method: "POST" }),
    () => t("resumed"),
  );
  return (
    <div className="mt-2">
      <Button
        size="sm"
        busy={resume.isPending}
        {...(!mayWrite && { reason: t("mayNot") })}
        onClick={() => resume.run(undefined)}
      >
        <Play aria-hidden />
        {t("resume")}
      </Button>
    </div>
  );
}
