"use client";
import { CircleX, Lock, LockOpen } from "lucide-react";
import { useTranslations } from "use-intl";
import { Note } from "@/components/ui/note";
import type { SignInAnswer } from "./post-sign-in";

type Props = { answer: Exclude<SignInAnswer, { kind: "in" }> | { kind: "empty" }; secondsLeft: number };

/** Why the last try didn't open the door, and when the next one may. */
export function SignInNote({ answer, secondsLeft }: Props) {
  const t = useTranslations("auth");
  if (answer.kind === "wait") {
    const said = (seconds: number) => t("wait", { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
    return (
      <Note
        role="alert"
        family={secondsLeft > 0 ? "is-deferred" : "is-scheduled"}
        icon={secondsLeft > 0 ? <Lock /> : <LockOpen />}
        title={
          secondsLeft > 0 ? (
            <>
              {/* Read out once; the ticking is for the eyes. */}
              <span className="sr-only">{said(answer.seconds)}</span>
              <span aria-hidden>{said(secondsLeft)}</span>
            </>
          ) : (
            t("waitOver")
          )
        }
      >
        {t("waitHelp")}
      </Note>
    );
  }
  if (answer.kind === "empty") return <Note role="alert" family="is-failed" icon={<CircleX />} title={t("empty")} />;
  return (
    <Note role="alert" family="is-failed" icon={<CircleX />} title={t(answer.kind)}>
      {t(`${answer.kind}Help`)}
    </Note>
  );
}
