"use client";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import { cn } from "./cn";

type Props = {
  onMore: () => void;
  busy?: boolean;
  shown?: number;
  /** Only where it is known without counting everything. */
  total?: number;
  className?: string;
};

/** The next page of a list that knows only its cursor. */
export function LoadMore({ onMore, busy = false, shown, total, className }: Props) {
  const t = useTranslations("common");
  return (
    <div className={cn("flex justify-center border-line border-t p-3", className)}>
      <Button variant="ghost" onClick={onMore} busy={busy}>
        {shown !== undefined && total !== undefined ? t("moreOf", { shown, total }) : t("more")}
      </Button>
    </div>
  );
}
