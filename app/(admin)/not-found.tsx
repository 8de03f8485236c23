import { SearchX } from "lucide-react";
import { Screen } from "@/components/shell/screen";
import { ButtonLink } from "@/components/ui/button";
import { StateBlock } from "@/components/ui/states";
import { words } from "@/lib/i18n/words";

/** Absent and not yours look the same; the frame stays, so that one can go on. */
export default async function NotFound() {
  const t = await words("shell");
  return (
    <Screen crumbs={[{ label: t("notFound.title") }]}>
      <StateBlock
        heading="h1"
        icon={<SearchX />}
        title={t("notFound.title")}
        action={<ButtonLink href="/">{t("notFound.home")}</ButtonLink>}
      >
        {t("notFound.text")}
      </StateBlock>
    </Screen>
  );
}
