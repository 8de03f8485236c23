"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Card, CardBody, CardFoot } from "@/components/ui/surface";
import { useToast } from "@/components/ui/toast";
import { CustomerForm, type FormOrg } from "./customer-form";

const FORM = "customer-form";

export function NewCustomer({ orgs, orgId, today }: { orgs: readonly FormOrg[]; orgId: number; today: string }) {
  const t = useTranslations("customers");
  const c = useTranslations("common");
  const router = useRouter();
  const toast = useToast();
  const [isBusy, setBusy] = useState(false);
  return (
    <div className="mx-auto max-w-[640px]">
      <PageHeader title={t("form.newTitle")} />
      <Card>
        <CardBody>
          <CustomerForm
            id={FORM}
            customer={null}
            orgs={orgs}
            orgId={orgId}
            today={today}
            onBusy={setBusy}
            onSaved={(customer) => {
              toast({ text: t("form.added", { name: customer.name }), tone: "arrived" });
              router.push(`/customers/${customer.id}`);
            }}
          />
        </CardBody>
        <CardFoot className="flex justify-end gap-2">
          <ButtonLink href="/customers">{c("cancel")}</ButtonLink>
          <Button variant="primary" type="submit" form={FORM} busy={isBusy}>
            {c("save")}
          </Button>
        </CardFoot>
      </Card>
    </div>
  );
}
