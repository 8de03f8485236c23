"use client";
import { Link2, MoonStar, MoreHorizontal, Pencil, Sun } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { Menu, type MenuItem } from "@/components/ui/menu";
import type { UserStatus } from "@/db/enums";
import type { UserDto } from "@/lib/orgs/people-queries";

type Props = {
  person: UserDto;
  isMe: boolean;
  isAdmin: boolean;
  onShow: (what: "edit" | "invite") => void;
  onStatus: (status: UserStatus) => void;
};

/** What can be done about one person; what can't says why. */
export function PersonMenu({ person, isMe, isAdmin, onShow, onStatus }: Props) {
  const t = useTranslations("orgs.people");
  const w = useTranslations("orgs.why");
  const isOff = person.status === "disabled";
  const reason = (isBarredForMe: boolean) =>
    !isAdmin ? { disabledReason: w("notAdmin") } : isBarredForMe && isMe ? { disabledReason: w("yourself") } : {};
  const items: MenuItem[] = [
    { id: "edit", label: t("edit"), icon: <Pencil />, onSelect: () => onShow("edit"), ...reason(false) },
    {
      id: "invite",
      label: t("invite"),
      icon: <Link2 />,
      onSelect: () => onShow("invite"),
      ...(isOff ? { disabledReason: t("off") } : reason(true)),
    },
    "line",
    isOff
      ? { id: "enable", label: t("enable"), icon: <Sun />, onSelect: () => onStatus("active"), ...reason(true) }
      : {
          id: "disable",
          label: t("disable"),
          icon: <MoonStar />,
          onSelect: () => onStatus("disabled"),
          ...reason(true),
        },
  ];
  const label = t("menu", { name: person.name });
  return (
    <Menu items={items} label={label}>
      <IconButton label={label} className="size-7">
        <MoreHorizontal />
      </IconButton>
    </Menu>
  );
}
