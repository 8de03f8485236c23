import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DoorFrame } from "@/components/auth/door-frame";
import { SignInForm } from "@/components/auth/sign-in-form";
import { safeNext } from "@/lib/access/safe-next";
import { currentActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("auth"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const { next: asked, error } = await searchParams;
  const next = safeNext(typeof asked === "string" ? asked : null);
  if (await currentActor()) redirect(next);
  const t = await words("auth");
  return (
    <DoorFrame>
      <div>
        <h1 className="font-semibold text-2xl">{t("welcomeBack")}</h1>
        <p className="mt-1 text-ink-2">{t("lede")}</p>
      </div>
      {/* Only reached without script; what stands in the address is never shown. */}
      <SignInForm
        next={next}
        refused={error === undefined ? null : { kind: error === "signInWrong" ? "wrong" : "failed" }}
      />
    </DoorFrame>
  );
}
