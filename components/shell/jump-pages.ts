"use client";
import {
  Bot,
  CircleSlash,
  FileText,
  GitCompare,
  KeyRound,
  ListChecks,
  Plus,
  Search,
  Smartphone,
  Undo2,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { type DestinationIcon, destinationsOf } from "./destinations";
import { useShell } from "./shell-context";

export type JumpPage = { href: string; label: string; icon: DestinationIcon; group?: string };

/** Every page one can go to now, with the words it is found by. */
export function useJumpPages(): JumpPage[] {
  const t = useTranslations("shell");
  const shell = useShell();
  const mayWrite = shell?.person.role !== "viewer";
  return [
    ...(shell ? destinationsOf(shell.person) : []).flatMap(({ items }) =>
      items.flatMap(({ key, href, icon }) => (href ? [{ href, label: t(`to.${key}`), icon }] : [])),
    ),
    ...(mayWrite ? [{ href: "/schedules/new", label: t("newSchedule"), icon: Plus, group: t("to.schedules") }] : []),
    ...(mayWrite ? [{ href: "/messages/new", label: t("newMessage"), icon: Plus, group: t("to.messages") }] : []),
    { href: "/messages/recent", label: t("recentSends"), icon: ListChecks, group: t("to.messages") },
    { href: "/customers/opt-outs", label: t("optOuts"), icon: CircleSlash, group: t("to.customers") },
    { href: "/customers/numbers", label: t("byNumber"), icon: Search, group: t("to.customers") },
    { href: "/logs?channel=phone", label: t("phoneLogs"), icon: Smartphone, group: t("to.logs") },
    { href: "/coverage/recoveries", label: t("recoveries"), icon: Undo2, group: t("to.coverage") },
    { href: "/coverage/differences", label: t("differences"), icon: GitCompare, group: t("to.coverage") },
    { href: "/settings/rooms", label: t("rooms"), icon: Bot, group: t("to.settings") },
    { href: "/settings/templates", label: t("templates"), icon: FileText, group: t("to.settings") },
    { href: "/settings/sessions", label: t("mySessions"), icon: KeyRound, group: t("to.settings") },
  ];
}
