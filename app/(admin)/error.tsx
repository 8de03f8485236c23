"use client";
import { useTranslations } from "use-intl";
import { Screen } from "@/components/shell/screen";
import { Button } from "@/components/ui/button";
import { StatusIcon } from "@/components/ui/status-icon";

/** A screen broke; the frame around it stays. Every screen loads this too, so it is made of what the frame brings anyway. */
export default function ErrorScreen({ error }: { error: Error & { digest?: string } }) {
  const t = useTranslations("shell");
  const c = useTranslations("common");
  return (
    <Screen crumbs={[{ label: t("broken.title") }]}>
      <div role="alert" className="mx-auto grid max-w-80 justify-items-center gap-1.5 px-4 py-12 text-center">
        <StatusIcon kind="failed" className="size-8 text-failed" />
        <h1 className="mt-1 font-semibold text-base tracking-normal">{t("broken.title")}</h1>
        <p className="text-balance text-ink-2 text-sm">{t("broken.text")}</p>
        <Button onClick={() => location.reload()} className="mt-2">
          {t("broken.again")}
        </Button>
        {error.digest && <p className="mt-1 text-ink-3 text-xs">{c("requestId", { id: error.digest })}</p>}
      </div>
    </Screen>
  );
}
