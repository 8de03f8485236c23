import { SearchX } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { StateBlock } from "@/components/ui/states";
import { words } from "@/lib/i18n/words";

export default async function NotFound() {
  const t = await words("shell");
  return (
    <main className="grid min-h-dvh place-items-center">
      <StateBlock
        heading="h1"
        icon={<SearchX aria-hidden />}
        title={t("notFound.title")}
        action={<ButtonLink href="/">{t("notFound.home")}</ButtonLink>}
      >
        {t("notFound.text")}
      </StateBlock>
    </main>
  );
}
