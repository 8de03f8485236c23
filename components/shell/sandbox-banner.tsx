"use client";
import { Info } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useShell } from "./shell-context";

/** A stand-in is never silent: this stays as long as some bot in sight or the way to phones is one, and can't be closed. */
export function SandboxBanner() {
  const t = useTranslations("shell");
  const { bots = false, solapi = false } = useShell()?.standIns ?? {};
  if (!bots && !solapi) return null;
  return (
    <section
      aria-label={t("to.sandbox")}
      className="flex items-start gap-2.5 bg-ink px-8 py-[9px] text-sm text-surface max-md:px-4 max-md:py-2 max-md:text-xs"
    >
      <Info className="mt-0.5 size-4 shrink-0 max-md:mt-px" aria-hidden />
      <p>
        <b className="me-2 whitespace-nowrap">{t("sandbox.title")}</b>
        {t(bots && solapi ? "sandbox.both" : bots ? "sandbox.text" : "sandbox.phones")}
      </p>
      {bots && (
        <Link
          href="/settings/rooms"
          className="ms-auto whitespace-nowrap underline underline-offset-3 focus-visible:outline-current max-md:hidden"
        >
          {t("sandbox.bots")}
        </Link>
      )}
    </section>
  );
}
