import { ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";
import { Words } from "@/components/words/words";
import { words } from "@/lib/i18n/words";
import { LanguageLink } from "./language-link";

/** The quiet page before the product: the mark, one narrow column, a line at the foot. */
export async function DoorFrame({ children, areas = [] }: { children: ReactNode; areas?: readonly "errors"[] }) {
  const t = await words("auth");
  return (
    <Words areas={["auth", ...areas]}>
      <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[1fr_auto] justify-items-center bg-canvas">
        <main className="grid w-[372px] max-w-[calc(100%-32px)] gap-5 self-center py-8">
          <div className="flex items-center gap-2.5">
            <Logo className="size-9" label={t("brand")} />
            <b aria-hidden className="font-semibold text-[20px] tracking-[-0.02em]">
              {t("brand")}
            </b>
          </div>
          {children}
          <div className="flex items-center justify-between gap-3 text-ink-3 text-sm">
            <span className="inline-flex items-center gap-1.5">
              <ShieldCheck className="size-3.5" aria-hidden />
              {t("idle")}
            </span>
            <LanguageLink />
          </div>
        </main>
        <footer className="p-5 text-center text-ink-3 text-xs">{t("foot")}</footer>
      </div>
    </Words>
  );
}
