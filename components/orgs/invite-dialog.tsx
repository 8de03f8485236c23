"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/overlay";
import { useToast } from "@/components/ui/toast";
import type { Invitation } from "@/lib/orgs/invitation";
import type { UserDto } from "@/lib/orgs/people-queries";
import { PersonHandover } from "./person-handover";

type Props = { open: boolean; onOpenChange: (open: boolean) => void; person: UserDto };

/** A new link for someone who lost their password or never used the first one. */
export default function InviteDialog({ open, onOpenChange, person }: Props) {
  const t = useTranslations("orgs.people");
  const c = useTranslations("common");
  const router = useRouter();
  const toast = useToast();
  const failure = useFailure();
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function make() {
    setBusy(true);
    try {
      setInvitation(await api<Invitation>(`/api/users/${person.id}/invitation`, { method: "POST", body: {} }));
    } catch (error) {
      toast({ text: failure(error).general, tone: "failed" });
      onOpenChange(false);
    }
    setBusy(false);
    router.refresh();
  }
  const title = t("inviteTitle", { name: person.name });
  if (invitation)
    return <PersonHandover open={open} onOpenChange={onOpenChange} handover={{ person, invitation }} title={title} />;
  return (
    <Modal
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={t("inviteAsk")}
      foot={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            {c("cancel")}
          </Button>
          <Button variant="primary" busy={isBusy} onClick={() => void make()}>
            {t("invite")}
          </Button>
        </>
      }
    />
  );
}
