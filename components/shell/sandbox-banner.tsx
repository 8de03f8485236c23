"use client";
import { Info } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useShell } from "./shell-provider";

/** A stand-in is never silent: this stays as long as some bot in sight is one, and can't be closed. */
export function SandboxBanner() {
  const t = useTranslations("shell");
  if (!useShell()?.sandbox) return null;
  return (
    <section
      aria-label={t("to.sandbox")}
      className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5 bg-ink px-8 py-[9px] text-sm text-surface max-md:px-4 max-md:py-2.5"
    >
      <Info className="size-4 shrink-0" aria-hidden />
      <b className="whitespace-nowrap">{t("sandbox.title")}</b>
      <span className="max-md:w-full">{t("sandbox.text")}</span>
      <Link
        href="/settings/rooms"
        className="ms-auto whitespace-nowrap underline underline-offset-3 focus-visible:outline-current max-md:hidden"
      >
        {t("sandbox.bots")}
      </Link>
    </section>
  );
}
