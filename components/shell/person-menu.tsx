"use client";
import { MoreHorizontal } from "lucide-react";
import { useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import { partOf } from "@/components/ui/load-part";
import { Menu } from "@/components/ui/menu";
import type { ShellData } from "./shell-data";

const panel = partOf(() => import("./person-menu-panel").then((module) => module.PersonMenuPanel));

/** Who I am, and what concerns only me: logins, language, theme, sign-out. */
export function PersonMenu({ person }: { person: ShellData["person"] }) {
  const t = useTranslations("shell");
  const c = useTranslations("common");
  return (
    <Menu panel={panel} given={{}} label={t("myMenu")} align="start" side="top">
      <button
        type="button"
        className="flex w-full items-center gap-2 rounded-sm p-2 text-start text-sm hover:bg-hover data-[state=open]:bg-hover"
      >
        <Avatar name={person.name} />
        <span className="min-w-0 grow leading-[17px]">
          <b className="block truncate">{person.name}</b>
          <small className="block truncate text-ink-3 text-xs leading-4">
            {`${c(`levels.${person.level}`)} ${c(`roles.${person.role}`)}`}
          </small>
        </span>
        <MoreHorizontal className="size-4 shrink-0 text-ink-3" aria-hidden />
      </button>
    </Menu>
  );
}
