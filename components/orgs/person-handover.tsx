"use client";
import { useLocale, useTranslations } from "use-intl";
import { ShownOnce } from "@/components/auth/shown-once";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/overlay";
import type { Invitation } from "@/lib/orgs/invitation";
import { formatDateTime } from "@/lib/time/format";

/** What a person needs to get in, shown this once. */
export type Handover = { person: { name: string; mbId: string }; password?: string; invitation?: Invitation };

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  handover: Handover;
  title?: string;
  onAnother?: () => void;
};

export function PersonHandover({ open, onOpenChange, handover, title, onAnother }: Props) {
  const t = useTranslations("orgs.person");
  const c = useTranslations("common");
  const locale = useLocale();
  const { person, password, invitation } = handover;
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title={title ?? t("made", { name: person.name })}
      description={t("madeLede")}
      foot={
        <>
          {onAnother && (
            <Button variant="ghost" onClick={onAnother}>
              {t("another")}
            </Button>
          )}
          <Button variant="primary" onClick={() => onOpenChange(false)}>
            {c("close")}
          </Button>
        </>
      }
    >
      {invitation && (
        <ShownOnce
          title={t("linkReady")}
          help={t("linkUntil", { at: formatDateTime(new Date(invitation.expiresAt), locale) })}
          secret={invitation.url}
        />
      )}
      {password && (
        <ShownOnce title={t("passwordReady")} help={t("passwordUntil", { mbId: person.mbId })} secret={password} />
      )}
    </Sheet>
  );
}
