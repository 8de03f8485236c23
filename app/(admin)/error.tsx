"use client";
import { RefreshCw, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Screen } from "@/components/shell/screen";
import { Button } from "@/components/ui/button";
import { StateBlock } from "@/components/ui/states";

/** A screen broke; the frame around it stays. */
export default function ErrorScreen({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("shell");
  const c = useTranslations("common");
  return (
    <Screen crumbs={[{ label: t("broken.title") }]}>
      <StateBlock
        heading="h1"
        tone="failed"
        icon={<TriangleAlert />}
        title={t("broken.title")}
        action={
          <Button onClick={reset}>
            <RefreshCw aria-hidden />
            {t("broken.again")}
          </Button>
        }
        foot={error.digest && c("requestId", { id: error.digest })}
      >
        {t("broken.text")}
      </StateBlock>
    </Screen>
  );
}
