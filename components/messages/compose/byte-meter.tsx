import { useTranslations } from "use-intl";
import { LMS_BYTES, SMS_BYTES } from "@/lib/transports/text-kind";

/** Full at 300 B, so that the border of the short message stays in sight; beyond it the bar fills towards 2,000. */
const NEAR = 300;
const share = (bytes: number) => (bytes <= NEAR ? bytes / NEAR : 1) * 100;

/** How long a text is as carriers count it, and where it starts to cost more. */
export function ByteMeter({ bytes, characters, isOver }: { bytes: number; characters: number; isOver: boolean }) {
  const t = useTranslations("messageCompose.text");
  return (
    <div className="grid gap-1 text-xs">
      <div className="flex justify-between gap-3">
        <span className={isOver ? "text-failed" : "text-ink-2"} role="status">
          {t.rich("bytes", {
            bytes: bytes.toLocaleString(),
            characters: characters.toLocaleString(),
            b: (words) => <b className={isOver ? "" : "text-ink"}>{words}</b>,
          })}
        </span>
        <span className="text-ink-3">{t("countRule")}</span>
      </div>
      <div className="relative h-[5px] rounded-full bg-pressed" aria-hidden>
        <i
          className={`absolute inset-y-0 left-0 rounded-full ${isOver ? "bg-failed" : "bg-ink-2"}`}
          style={{ width: `${share(bytes)}%` }}
        />
        <b className="absolute -inset-y-0.5 w-0.5 bg-deferred-mark" style={{ left: `${share(SMS_BYTES)}%` }} />
      </div>
      <div className="relative h-[18px] text-ink-3" aria-hidden>
        <span className="absolute -translate-x-1/2" style={{ left: `${share(SMS_BYTES)}%` }}>
          {t("shortEnd", { bytes: SMS_BYTES })}
        </span>
        <span className="absolute right-0">{t("longEnd", { bytes: LMS_BYTES.toLocaleString() })}</span>
      </div>
    </div>
  );
}
