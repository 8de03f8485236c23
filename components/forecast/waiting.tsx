"use client";
import { useTranslations } from "use-intl";
import { Skeleton } from "@/components/ui/states";

/** A place-holder of about the final size. */
export function Waiting() {
  const t = useTranslations("forecast");
  return (
    <div role="status" aria-label={t("loading")} className="grid gap-3 py-1">
      <Skeleton className="h-4 w-28" />
      <Skeleton className="w-52" />
      {["a", "b", "c", "d"].map((key) => (
        <Skeleton key={key} className="h-7 w-full" />
      ))}
    </div>
  );
}
