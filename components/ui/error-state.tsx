"use client";
import { RefreshCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import { StateBlock } from "./states";

type Props = {
  title?: ReactNode;
  /** What happened and why, where it is known. */
  children?: ReactNode;
  /** Number to quote, as the API's `x-request-id` says. */
  requestId?: string | null;
  onRetry?: () => void;
  busy?: boolean;
  className?: string;
};

/** What was to be here could not be loaded: what, why, what to do, and a number to quote. */
export function ErrorState({ title, children, requestId, onRetry, busy = false, className }: Props) {
  const t = useTranslations("common");
  return (
    <StateBlock
      tone="failed"
      icon={<TriangleAlert />}
      title={title ?? t("failedTitle")}
      action={
        onRetry && (
          <Button onClick={onRetry} busy={busy}>
            <RefreshCw aria-hidden />
            {t("retry")}
          </Button>
        )
      }
      foot={requestId && t("requestId", { id: requestId.slice(0, 8) })}
      {...(className && { className })}
    >
      {children ?? t("failedWhy")}
    </StateBlock>
  );
}
