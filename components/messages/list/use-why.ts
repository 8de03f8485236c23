"use client";
import { useTranslations } from "use-intl";
import type { PhoneChannel } from "@/db/enums";
import { isOfKakao } from "@/lib/transports/kakao-codes";

type Row = {
  providerCode: string | null;
  reasonCode: string | null;
  failureReason: string | null;
  channel: PhoneChannel;
};

/**
 * Why a recipient's row stands as it does: by Solapi's code, else by our reason, else as it was written down. What a code
 * says of KakaoTalk is no word for a text.
 */
export function useWhy(): (row: Row) => string | null {
  const r = useTranslations("reasons");
  const k = useTranslations("solapiCodes");
  return ({ providerCode, reasonCode, failureReason, channel }) => {
    const meaning = `meaning.c${providerCode ?? ""}` as Parameters<typeof k>[0];
    const isForeign = channel !== "alimtalk" && isOfKakao(providerCode);
    if (providerCode && !isForeign && k.has(meaning)) return k(meaning);
    const reason = reasonCode as Parameters<typeof r>[0] | null;
    return reason && r.has(reason) ? r(reason) : failureReason;
  };
}
