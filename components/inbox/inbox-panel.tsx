"use client";
import { Settings2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { StatusWord } from "@/components/ui/status-word";
import { logLook } from "@/lib/deliveries/look";
import type { InboxDto, InboxItem } from "@/lib/inbox/queries";
import { formatWhen } from "@/lib/time/format";
import { InboxChoices } from "./inbox-choices";

type Props = {
  inbox: InboxDto | null;
  isFailed: boolean;
  onChange: (part: Partial<InboxDto>) => void;
  onLeave: () => void;
};

/** What the bell opens: the newest outcomes, or what one wants to be told of. */
export function InboxPanel({ inbox, isFailed, onChange, onLeave }: Props) {
  const t = useTranslations("inbox");
  const [isChoosing, setChoosing] = useState(false);
  if (isChoosing && inbox)
    return (
      <InboxChoices
        settings={inbox.settings}
        onSaved={(settings) => onChange({ settings })}
        onBack={() => setChoosing(false)}
      />
    );
  const isOff = inbox?.settings.outcomes.length === 0;
  return (
    <div className="grid">
      <div className="flex items-center gap-2 border-line border-b py-1.5 ps-4 pe-1.5">
        <h2 className="grow font-semibold">{t("title")}</h2>
        <IconButton label={t("settings")} onClick={() => setChoosing(true)}>
          <Settings2 aria-hidden />
        </IconButton>
      </div>
      {isFailed && !inbox && <p className="px-4 py-6 text-ink-2">{t("failed")}</p>}
      {inbox && inbox.items.length === 0 && (
        <div className="px-4 py-6">
          <p className="font-semibold">{t(isOff ? "off" : "none")}</p>
          <p className="mt-1 text-ink-2">{t(isOff ? "offText" : "noneText")}</p>
        </div>
      )}
      {inbox && inbox.items.length > 0 && (
        <ul>
          {inbox.items.map((item) => (
            <Row key={item.id} item={item} onLeave={onLeave} />
          ))}
        </ul>
      )}
      <Link href="/logs" onClick={onLeave} className="link border-line border-t px-4 py-3">
        {t("all")}
      </Link>
    </div>
  );
}

function Row({ item, onLeave }: { item: InboxItem; onLeave: () => void }) {
  const t = useTranslations("inbox");
  const locale = useLocale() === "en" ? "en" : "ko";
  return (
    <li className="border-line border-b last:border-b-0">
      <Link
        href={`/logs/${item.id}`}
        prefetch={false}
        onClick={onLeave}
        className="grid gap-1 px-4 py-3 hover:bg-sunken focus-visible:-outline-offset-2"
      >
        <span className="flex items-center gap-2">
          <StatusWord kind={logLook(item.status, item.certainty)} />
          <time dateTime={item.outcomeAt} className="ms-auto whitespace-nowrap text-ink-3 text-xs">
            {formatWhen(new Date(item.outcomeAt), new Date(), locale)}
          </time>
          {item.isNew && <i className="size-1.5 rounded-full bg-accent" role="img" aria-label={t("fresh")} />}
        </span>
        <span className="break-keep font-medium">{item.title}</span>
        <span className="text-ink-2 text-sm">
          {item.roomName} · {item.orgName}
        </span>
      </Link>
    </li>
  );
}
