import type { Metadata } from "next";
import { NumberHistoryScreen } from "@/components/customers/number-history-screen";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("received"))("numbers.title") };
}

/** What one number was sent, with hyphens or without (S0-26). */
export default async function NumbersPage() {
  await requireActor();
  const [t, r, now] = await Promise.all([words("customers"), words("received"), runtime().clock()]);
  return (
    <Screen crumbs={[{ label: t("title"), href: "/customers" }, { label: r("numbers.title") }]}>
      <Words areas={["customers", "received", "reasons"]}>
        <NumberHistoryScreen serverNow={now.toISOString()} />
      </Words>
    </Screen>
  );
}
